package io.melolog.worker.remote;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.melolog.schemas.work.FailureCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** What the client of the external separator counts. Names are public API. Thread-safe. */
final class SeparatorMetrics {
    /** Requests with their seconds, by {@code request} and {@code outcome}; retries count. */
    static final String REQUESTS = "audio.worker.separator.requests";

    /** 0 closed, 1 a probe is allowed, 2 open. */
    static final String BREAKER = "audio.worker.separator.breaker";

    /** What was asked for. */
    enum Request {
        ANALYZE,
        DOWNLOAD
    }

    /** How a request ended. */
    enum Outcome {
        OK,
        /** May be tried again. */
        TRANSIENT,
        REFUSED,
        /** Out of time, or not sent because the breaker is open. */
        UNAVAILABLE,
        /** Cancelled, or a fault of this machine. */
        ABANDONED;

        static Outcome of(RemoteSeparatorException e) {
            return e.code() == FailureCode.SEPARATOR_REFUSED ? REFUSED : UNAVAILABLE;
        }
    }

    private final MeterRegistry registry;

    SeparatorMetrics(MeterRegistry registry, CircuitBreaker breaker) {
        this.registry = registry;
        Gauge.builder(BREAKER, breaker, SeparatorMetrics::level).register(registry);
    }

    void ended(Request request, Outcome outcome, Duration duration) {
        Timer.builder(REQUESTS)
                .tag("request", tag(request))
                .tag("outcome", tag(outcome))
                .register(registry)
                .record(duration);
    }

    private static double level(CircuitBreaker breaker) {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> 2;
            case HALF_OPEN -> 1;
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
        };
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
