package io.melolog.worker.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPausesTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final RetryPauses pauses = new RetryPauses(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));

    @Test
    void shouldDoubleWithJitterUpToTheLongest() {
        // given
        int[] mostSeconds = {1, 2, 4, 8, 16, 30, 30, 30};

        // then
        for (int attempt = 1; attempt <= mostSeconds.length; attempt++) {
            Duration most = Duration.ofSeconds(mostSeconds[attempt - 1]);
            for (int draw = 0; draw < 100; draw++) {
                assertThat(pauses.after(attempt, null)).isBetween(most.dividedBy(2), most);
            }
        }
        assertThat(pauses.after(Integer.MAX_VALUE, null)).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldWaitAsLongAsAskedButNotForEver() {
        assertThat(pauses.after(1, Duration.ofSeconds(12))).isEqualTo(Duration.ofSeconds(12));
        assertThat(pauses.after(1, Duration.ofDays(12))).isEqualTo(Duration.ofSeconds(30));
        assertThat(pauses.after(3, Duration.ZERO)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"7|7", " 0 |0", "999999999|999999999", "Fri, 20 Nov 2026 12:01:30 GMT|90"})
    void shouldUnderstand(String header, long seconds) {
        assertThat(RetryPauses.parse(header, NOON)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "-1", "1.5", "99999999999999999999", "Fri, 20 Nov 2026 11:59:00 GMT", "2026-11-20"})
    void shouldIgnore(String header) {
        assertThat(RetryPauses.parse(header, NOON)).isEmpty();
    }
}
