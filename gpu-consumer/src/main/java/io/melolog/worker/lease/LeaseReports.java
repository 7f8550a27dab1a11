package io.melolog.worker.lease;

import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkLease;
import io.melolog.schemas.work.WorkReported;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The reports of one lease: any number of progress reports after the start, and at most one end. Thread-safe. */
final class LeaseReports {
    private final WorkLease lease;
    private final Optional<String> traceParent;
    private final EventProducer events;
    private final Drain drain;
    private final Clock clock;
    private boolean started;
    private boolean ended;
    private double fraction;
    private long reportedNanos;

    LeaseReports(WorkLease lease, Optional<String> traceParent, WorkerParts parts) {
        this.lease = lease;
        this.traceParent = traceParent;
        this.events = parts.events();
        this.drain = parts.drain();
        this.clock = parts.clock();
    }

    WorkLease lease() {
        return lease;
    }

    synchronized void started() {
        started = true;
        reportedNanos = System.nanoTime();
        events.offer(Topics.WORK_REPORTED, new WorkReported.Started(lease, clock.instant()), traceParent);
    }

    /** Reports it unless something was reported a moment ago. */
    synchronized void progress(double done) {
        if (!(done > fraction)) {
            return;
        }
        fraction = Math.min(done, 1);
        reportIfOlderThan(WorkerSettings.PROGRESS_INTERVAL);
    }

    /** Says that the work goes on, unless something was reported lately. */
    synchronized void heartbeat() {
        reportIfOlderThan(WorkerSettings.HEARTBEAT_INTERVAL);
    }

    /**
     * Writes the end of the work for certain; only the first call does.
     *
     * @return false when the worker stopped before the broker had it, or another end was written
     */
    boolean end(WorkReported report) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
        }
        return events.write(Topics.WORK_REPORTED, report, traceParent, drain::patienceOver);
    }

    private void reportIfOlderThan(Duration interval) {
        long now = System.nanoTime();
        if (started && !ended && now - reportedNanos >= interval.toNanos()) {
            reportedNanos = now;
            events.offer(
                    Topics.WORK_REPORTED, new WorkReported.Progress(lease, fraction, clock.instant()), traceParent);
        }
    }
}
