package io.melolog.worker.remote;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.melolog.schemas.work.FailureCode;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves a service alone after so many failed requests in a row, and then lets one through to see whether it is back. Thread-safe. */
final class ServiceBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceBreaker.class);
    private static final float EVERY_ONE_PERCENT = 100;

    private final CircuitBreaker breaker;
    private final RemoteSettings settings;

    ServiceBreaker(RemoteSettings settings, Clock clock) {
        this.settings = settings;
        this.breaker = CircuitBreaker.of(
                "separator",
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                settings.breakerFailures(), settings.breakerFailures(), SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(EVERY_ONE_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(settings.breakerPause())
                        .clock(clock)
                        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> LOG.atWarn()
                .addKeyValue("from", event.getStateTransition().getFromState())
                .addKeyValue("to", event.getStateTransition().getToState())
                .log("circuit breaker of the external separator"));
    }

    /**
     * Runs a request if the service may be asked. A refusal is an answer, so it counts as a success; a cancelled request counts as none.
     *
     * @throws RemoteSeparatorException at once, when the service is left alone
     */
    <T> T guard(Attempt<T> attempt)
            throws TransientFaultException, RemoteSeparatorException, IOException, InterruptedException {
        if (!breaker.tryAcquirePermission()) {
            throw RemoteSeparatorException.unavailable(
                    "The external separator at " + settings.url().getHost() + " failed " + settings.breakerFailures()
                            + " times in a row and is left alone for a while. It is tried again.",
                    null);
        }
        boolean counted = false;
        try {
            T answer = attempt.run();
            counted = succeeded();
            return answer;
        } catch (TransientFaultException e) {
            counted = failed(e);
            throw e;
        } catch (RemoteSeparatorException e) {
            counted = e.code() == FailureCode.SEPARATOR_REFUSED ? succeeded() : failed(e);
            throw e;
        } finally {
            if (!counted) {
                breaker.releasePermission();
            }
        }
    }

    CircuitBreaker state() {
        return breaker;
    }

    /** Without durations: slow answers are what separation is about. */
    private boolean succeeded() {
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        return true;
    }

    private boolean failed(Exception e) {
        breaker.onError(0, TimeUnit.NANOSECONDS, e);
        return true;
    }
}
