package io.melolog.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.ingest.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitWishTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"wait=7", "WAIT = \"7\"", "respond-async, wait=7", "wait=7; because", "x=\"y\",wait=7,wait=9"})
    void shouldReadThePreference(String header) {
        assertThat(WaitWish.preferred(List.of("handling=lenient", header))).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=-1", "wait=soon", "await=7", "wait=7s"})
    void shouldIgnoreAPreferenceThatItDoesNotUnderstand(String header) {
        assertThat(WaitWish.preferred(List.of(header))).isEmpty();
    }

    @Test
    void shouldRefuseAQueryThatIsNoNumber() {
        assertThat(WaitWish.asked(null)).isZero();
        assertThat(WaitWish.asked("30")).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> WaitWish.asked("-1")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> WaitWish.asked("soon")).isInstanceOf(ProblemException.class);
    }
}
