package io.melolog.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.decode.child.ChildFailure;
import io.melolog.worker.decode.child.ChildReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChildOutcomesTest {
    @ParameterizedTest
    @EnumSource(ChildFailure.class)
    void shouldSayWhatIsWrongAndWhatToDo(ChildFailure failure) {
        // when
        AudioException explained = ChildRefusal.explain(new ChildReply.Failed(failure, "a fact"));

        // then
        assertThat(explained.title()).isNotBlank();
        assertThat(explained.detail()).endsWith(".").containsAnyOf("pload", "tried again");
    }

    @Test
    void shouldNotShowInternalFactsToPeople() {
        // when
        AudioException explained = ChildRefusal.explain(
                new ChildReply.Failed(ChildFailure.INTERNAL, "NoSuchFileException: /secret/place"));

        // then
        assertThat(explained.detail()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "152, '', DECODER_LIMIT, false",
        "3, '', DECODER_LIMIT, false",
        "134, There is insufficient memory for the Java Runtime Environment, DECODER_LIMIT, false",
        "134, SIGSEGV (0xb) at pc=0x0000, DECODER_CRASHED, true",
        "137, '', DECODER_CRASHED, true",
        "1, '', DECODER_CRASHED, true",
        "0, '', DECODER_CRASHED, true"
    })
    void shouldTellLimitsFromCrashesWhenAChildEndsSilently(
            int exitCode, String errors, AudioErrorCode code, boolean retryable) {
        // when
        AudioException explained = ChildEnd.explain(exitCode, errors);

        // then
        assertThat(explained.code()).isEqualTo(code);
        assertThat(explained.retryable()).isEqualTo(retryable);
    }
}
