package io.melolog.topology.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a stream thread that died. Retryable: another takes its place, and the aborted transaction is done again. Fatal: the client
 * stops, and says so by its state. Unclassified: replaced a bounded number of times. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
    static final int MAX_UNCLASSIFIED = 10;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Logger log = LoggerFactory.getLogger(ThreadFailures.class);

    private final Clock clock;
    private final Deque<Instant> unclassified = new ArrayDeque<>();

    ThreadFailures(Clock clock) {
        this.clock = clock;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        StreamThreadExceptionResponse response = decide(exception);
        log.atError().setCause(exception).addKeyValue("response", response).log("a stream thread died");
        return response;
    }

    private synchronized StreamThreadExceptionResponse decide(Throwable exception) {
        if (anyCause(exception, ThreadFailures::isFatal)) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (anyCause(exception, RetriableException.class::isInstance)) {
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        Instant now = clock.instant();
        unclassified.removeIf(at -> at.isBefore(now.minus(WINDOW)));
        unclassified.add(now);
        return unclassified.size() > MAX_UNCLASSIFIED
                ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isFatal(Throwable exception) {
        return exception instanceof Error
                || exception instanceof AuthenticationException
                || exception instanceof AuthorizationException
                || exception instanceof ConfigException
                || exception instanceof UnsupportedVersionException;
    }

    private static boolean anyCause(Throwable exception, Predicate<Throwable> test) {
        Throwable cause = exception;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (test.test(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
