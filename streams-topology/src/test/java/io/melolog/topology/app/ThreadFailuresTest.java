package io.melolog.topology.app;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
    private final ThreadFailures failures = new ThreadFailures(Clock.systemUTC());

    @Test
    void shouldReplaceAThreadThatABrokerTookDownHoweverOften() {
        for (int i = 0; i < 100; i++) {
            assertThat(failures.handle(new StreamsException(new TimeoutException("no answer"))))
                    .isEqualTo(REPLACE_THREAD);
        }
    }

    @Test
    void shouldStopWhenNoRetryCanHelp() {
        assertThat(failures.handle(new StreamsException(new TopicAuthorizationException("no"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.handle(new NoClassDefFoundError("x"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void shouldNotReplaceThreadsForEverForAnUnknownReason() {
        for (int i = 0; i < ThreadFailures.MAX_UNCLASSIFIED; i++) {
            assertThat(failures.handle(new IllegalStateException("?"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(failures.handle(new IllegalStateException("?"))).isEqualTo(SHUTDOWN_CLIENT);
    }
}
