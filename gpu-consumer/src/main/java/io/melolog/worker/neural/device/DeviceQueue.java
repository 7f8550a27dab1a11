package io.melolog.worker.neural.device;

import io.melolog.worker.neural.device.DeviceTask.Batch;
import io.melolog.worker.neural.device.DeviceTask.Open;
import io.melolog.worker.neural.engine.ComputeDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The jobs on one device, the one that waited longest for its turn first. Guarded by the pool's lock. */
final class DeviceQueue {
    private final ComputeDevice device;
    private final int mostSegments;
    private final Condition changed;
    private final List<Job> jobs = new ArrayList<>();
    private int batchLimit;

    DeviceQueue(ComputeDevice device, int mostSegments, Condition changed) {
        this.device = device;
        this.mostSegments = mostSegments;
        this.batchLimit = mostSegments;
        this.changed = changed;
    }

    ComputeDevice device() {
        return device;
    }

    /** Signalled when there may be something to do. */
    Condition changed() {
        return changed;
    }

    /** Another job gives the device another try with full batches. */
    void add(Job job) {
        jobs.add(job);
        batchLimit = mostSegments;
        changed.signalAll();
    }

    void remove(Job job) {
        jobs.remove(job);
    }

    List<Job> jobs() {
        return List.copyOf(jobs);
    }

    int load() {
        return jobs.size();
    }

    Set<String> modelsInUse() {
        return jobs.stream().map(Job::modelId).collect(Collectors.toSet());
    }

    List<Job> opening(String modelId) {
        return jobs.stream()
                .filter(job -> job.modelId().equals(modelId) && !job.opened().isDone())
                .toList();
    }

    /** Calls are at most half as large as {@code segments} until the next job comes. */
    void halve(int segments) {
        batchLimit = Math.max(1, segments / 2);
    }

    /** What is next: jobs that wait to be opened, then segments in turn; null for nothing. */
    @Nullable
    DeviceTask next() {
        for (Job job : jobs) {
            if (!job.opened().isDone()) {
                return new Open(job.modelId(), job.files());
            }
        }
        for (Job job : jobs) {
            QueuedSegment first = job.next();
            if (first != null) {
                return new Batch(first.alone() ? List.of(takeFrom(job)) : batch(job.modelId()));
            }
        }
        return null;
    }

    /** One segment of every job with this model, and again, until the call is full. */
    private List<QueuedSegment> batch(String modelId) {
        List<QueuedSegment> batch = new ArrayList<>();
        boolean more = true;
        while (more && batch.size() < batchLimit) {
            more = false;
            for (Job job : jobs()) {
                QueuedSegment next = job.modelId().equals(modelId) ? job.next() : null;
                if (next != null && !next.alone() && batch.size() < batchLimit) {
                    batch.add(takeFrom(job));
                    more = true;
                }
            }
        }
        return batch;
    }

    /** Its turn is over: the job goes to the end. */
    private QueuedSegment takeFrom(Job job) {
        jobs.remove(job);
        jobs.add(job);
        return job.take();
    }
}
