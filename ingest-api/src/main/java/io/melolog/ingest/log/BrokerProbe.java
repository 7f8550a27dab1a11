package io.melolog.ingest.log;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Whether the broker answers, asked once a second at most. Thread-safe. */
public final class BrokerProbe {
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Admin admin;
    private long askedNanos;
    private boolean asked;
    private boolean answered;

    public BrokerProbe(Admin admin) {
        this.admin = admin;
    }

    public synchronized boolean answers() {
        long now = System.nanoTime();
        if (!asked || now - askedNanos > FRESH_NANOS) {
            answered = ask();
            asked = true;
            askedNanos = System.nanoTime();
        }
        return answered;
    }

    /** @throws ProblemException {@code broker_unavailable} when it does not answer: before an upload is received in vain */
    public void require() {
        if (!answers()) {
            throw ProblemException.passing(
                    ProblemCode.BROKER_UNAVAILABLE,
                    "Jobs cannot be recorded at the moment. Try again.",
                    RETRY_AFTER_SECONDS,
                    null);
        }
    }

    private boolean ask() {
        try {
            admin.describeCluster().clusterId().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
