package io.melolog.worker.remote;

import io.melolog.worker.remote.SeparatorMetrics.Outcome;
import io.melolog.worker.remote.SeparatorMetrics.Request;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a request whose faults may pass. Thread-safe. */
final class RetriedRequest {
    private static final Logger LOG = LoggerFactory.getLogger(RetriedRequest.class);

    private final RemoteSettings settings;
    private final RetryPauses pauses;
    private final SeparatorMetrics metrics;

    RetriedRequest(RemoteSettings settings, RetryPauses pauses, SeparatorMetrics metrics) {
        this.settings = settings;
        this.pauses = pauses;
        this.metrics = metrics;
    }

    /** @throws RemoteSeparatorException when it is final, or after the last attempt, or when the time is up */
    <T> T run(Request request, Attempt<T> attempt, CallWatch watch)
            throws RemoteSeparatorException, IOException, InterruptedException {
        for (int made = 1; ; made++) {
            watch.check();
            try {
                return measured(request, attempt);
            } catch (TransientFaultException e) {
                if (made >= settings.attempts()) {
                    throw RemoteSeparatorException.unavailable(
                            "The external separator at " + settings.url().getHost() + " " + e.what() + " ("
                                    + settings.attempts() + " attempts). It is tried again.",
                            e);
                }
                Duration pause = pauses.after(made, e.retryAfter());
                LOG.atInfo()
                        .addKeyValue("request", request)
                        .addKeyValue("attempt", made)
                        .addKeyValue("fault", e.what())
                        .addKeyValue("pause", pause)
                        .log("a request to the external separator is repeated");
                watch.pause(pause);
            }
        }
    }

    private <T> T measured(Request request, Attempt<T> attempt)
            throws TransientFaultException, RemoteSeparatorException, IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        Outcome outcome = Outcome.ABANDONED;
        try {
            T result = attempt.run();
            outcome = Outcome.OK;
            return result;
        } catch (TransientFaultException e) {
            outcome = Outcome.TRANSIENT;
            throw e;
        } catch (RemoteSeparatorException e) {
            outcome = Outcome.of(e);
            throw e;
        } finally {
            metrics.ended(request, outcome, Duration.ofNanos(System.nanoTime() - beganNanos));
        }
    }
}
