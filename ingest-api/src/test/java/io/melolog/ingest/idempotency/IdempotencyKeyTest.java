package io.melolog.ingest.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.ingest.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @Test
    void shouldDoWithoutAKey() {
        assertThat(IdempotencyKey.parse(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "8e03978e-40d5-43dd-bc93-6894a57f9324 | 8e03978e-40d5-43dd-bc93-6894a57f9324",
                "\"8e03978e\" | 8e03978e",
                "\"two words\" | two words",
                "\"a\\\"b\\\\c\" | a\"b\\c",
                "../../etc/passwd | ../../etc/passwd",
            })
    void shouldReadKeysWithAndWithoutQuotes(String header, String value) {
        assertThat(IdempotencyKey.parse(List.of(header))).contains(new IdempotencyKey(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"\"", "two words", "\"open", "a\"b", "\u00fc", "\"\u00fc\"", "\"a\\b\""})
    void shouldRefuseWhatIsNoKey(String header) {
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of(header))).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldBoundTheLengthAndTheNumber() {
        assertThat(IdempotencyKey.parse(List.of("k".repeat(255)))).isPresent();
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of("k".repeat(256)))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> IdempotencyKey.parse(List.of("a", "a"))).isInstanceOf(ProblemException.class);
    }
}
