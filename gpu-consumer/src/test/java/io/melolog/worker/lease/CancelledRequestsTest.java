package io.melolog.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancelledRequestsTest {
    private final CancelledRequests cancelled = new CancelledRequests();
    private final AtomicInteger stops = new AtomicInteger();

    @Test
    void shouldStopWhatIsLeased() {
        // given
        cancelled.leased("request", stops::incrementAndGet);

        // when
        cancelled.cancel("another");
        cancelled.cancel("request");

        // then
        assertThat(stops).hasValue(1);
    }

    @Test
    void shouldStopAtOnceWhatWasCancelledBeforeItWasLeased() {
        // given
        cancelled.cancel("request");

        // when
        cancelled.leased("request", stops::incrementAndGet);

        // then
        assertThat(stops).hasValue(1);
    }

    @Test
    void shouldLeaveAloneWhatHasEnded() {
        // given
        cancelled.leased("request", stops::incrementAndGet);
        cancelled.ended("request");

        // when
        cancelled.cancel("request");

        // then
        assertThat(stops).hasValue(0);
    }

    @Test
    void shouldForgetTheOldestOfTooMany() {
        // given
        for (int i = 0; i <= 10_000; i++) {
            cancelled.cancel("request-" + i);
        }

        // when
        cancelled.leased("request-0", stops::incrementAndGet);
        cancelled.leased("request-10000", stops::incrementAndGet);

        // then
        assertThat(stops).hasValue(1);
    }
}
