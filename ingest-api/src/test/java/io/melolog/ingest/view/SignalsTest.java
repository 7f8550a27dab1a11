package io.melolog.ingest.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.ingest.view.Signals.Watch;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SignalsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Signals signals = new Signals();

    @Test
    void shouldMissNothingBetweenWaits() {
        // given
        try (Watch watch = signals.watch("job")) {
            // when
            signals.happened("job");
            signals.happened("job");

            // then
            assertThat(watch.await(LONG)).isTrue();
            assertThat(watch.await(Duration.ofMillis(1))).isFalse();
        }
    }

    @Test
    void shouldWakeOnlyThoseWhoWatch() {
        // given
        try (Watch one = signals.watch("one");
                Watch both = signals.watch("two")) {
            both.also("one");

            // when
            signals.happened("two");

            // then
            assertThat(both.await(LONG)).isTrue();
            assertThat(one.await(Duration.ofMillis(1))).isFalse();
            signals.happened("one");
            assertThat(both.await(LONG)).isTrue();
            assertThat(one.await(LONG)).isTrue();
        }
    }

    @Test
    void shouldEndEveryWaitWhenItEnds() throws Exception {
        // given
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Watch watch = signals.watch("job")) {
            Future<Boolean> waiting = threads.submit(() -> watch.await(LONG));

            // when
            signals.close();

            // then
            assertThat(waiting.get()).isFalse();
            assertThat(watch.await(LONG)).isFalse();
        }
    }
}
