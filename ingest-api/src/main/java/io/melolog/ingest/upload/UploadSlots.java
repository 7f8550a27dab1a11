package io.melolog.ingest.upload;

import io.melolog.ingest.metric.IngestMetric;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds the uploads that are received at a time, and so their memory. Thread-safe. */
final class UploadSlots {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Semaphore free;
    private final long maxWaitMillis;

    UploadSlots(UploadProperties properties, MeterRegistry meters) {
        this.free = new Semaphore(properties.maxConcurrent(), true);
        this.maxWaitMillis = properties.maxWait().toMillis();
        IngestMetric.UPLOADS_RUNNING.gauge(meters, () -> properties.maxConcurrent() - free.availablePermits());
    }

    /** @throws ProblemException {@code too_many_uploads} when no turn comes in time */
    void acquire() {
        try {
            if (free.tryAcquire(maxWaitMillis, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ProblemException.passing(
                ProblemCode.TOO_MANY_UPLOADS,
                "Other uploads are being received. Try again.",
                RETRY_AFTER_SECONDS,
                null);
    }

    void release() {
        free.release();
    }
}
