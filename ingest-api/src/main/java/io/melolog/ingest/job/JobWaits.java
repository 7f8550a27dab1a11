package io.melolog.ingest.job;

import io.melolog.ingest.metric.IngestMetric;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.Signals;
import io.melolog.ingest.view.Signals.Watch;
import io.melolog.ingest.view.ViewedJob.Present;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Holds requests until their job has moved on; each waits on its own virtual thread. Thread-safe. */
public final class JobWaits {
    private final JobLookup lookup;
    private final Signals signals;
    private final WaitProperties properties;
    private final Semaphore free;

    public JobWaits(JobLookup lookup, Signals signals, WaitProperties properties, MeterRegistry meters) {
        this.lookup = lookup;
        this.signals = signals;
        this.properties = properties;
        this.free = new Semaphore(properties.maxRequests());
        IngestMetric.REQUESTS_WAITING.gauge(meters, () -> properties.maxRequests() - free.availablePermits());
    }

    /** The most that a request is held: what is asked for, or what the setting allows. */
    public Duration allowed(Duration asked) {
        return asked.compareTo(properties.max()) > 0 ? properties.max() : asked;
    }

    /** Whether one more request can be held at the moment. Otherwise {@link #await} answers at once. */
    public boolean hasRoom() {
        return free.availablePermits() > 0;
    }

    /**
     * The tenant's job once it is as wanted, or as it is when the time is over.
     *
     * @throws io.melolog.ingest.problem.ProblemException as {@link JobLookup#find}: also when it is erased meanwhile
     */
    public Present await(String tenant, String jobId, Duration limit, Predicate<Present> wanted) {
        Present job = lookup.find(tenant, jobId);
        if (wanted.test(job) || !limit.isPositive() || !free.tryAcquire()) {
            return job;
        }
        try (Watch watch = signals.watch(jobId)) {
            long endNanos = System.nanoTime() + allowed(limit).toNanos();
            while (true) {
                job = lookup.find(tenant, jobId);
                long leftNanos = endNanos - System.nanoTime();
                if (wanted.test(job) || leftNanos <= 0 || signals.isClosed()) {
                    return job;
                }
                watch.await(Duration.ofNanos(leftNanos));
                if (Thread.currentThread().isInterrupted()) {
                    return job;
                }
            }
        } finally {
            free.release();
        }
    }
}
