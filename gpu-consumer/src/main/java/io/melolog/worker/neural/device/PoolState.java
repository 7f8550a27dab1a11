package io.melolog.worker.neural.device;

import io.melolog.worker.neural.device.DeviceTask.Batch;
import io.melolog.worker.neural.device.DeviceTask.Idle;
import io.melolog.worker.neural.device.DeviceTask.Stop;
import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.NetworkForm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the pool's threads share. Thread-safe; futures are completed without the lock. */
final class PoolState {
    private final ReentrantLock lock = new ReentrantLock();
    private final PoolSettings settings;

    /** GPUs in their order, then the CPU. */
    private final List<DeviceQueue> queues;

    private boolean stopped;

    PoolState(List<ComputeDevice> devices, PoolSettings settings) {
        if (devices.isEmpty() || devices.getLast().isGpu()) {
            throw new IllegalArgumentException("the CPU is not the last of " + devices);
        }
        this.settings = settings;
        this.queues = devices.stream()
                .map(device -> new DeviceQueue(
                        device, device.isGpu() ? settings.gpuBatch() : settings.cpuBatch(), lock.newCondition()))
                .toList();
    }

    List<DeviceQueue> queues() {
        return queues;
    }

    Job open(NetworkFiles files, String modelId) {
        return locked(() -> {
            if (stopped) {
                throw new IllegalStateException("the pool was closed");
            }
            DeviceQueue queue = leastLoaded();
            Job job = new Job(files, modelId, queue);
            queue.add(job);
            return job;
        });
    }

    private DeviceQueue leastLoaded() {
        return queues.stream()
                .filter(queue -> queue.device().isGpu())
                .min(Comparator.comparingInt(DeviceQueue::load))
                .orElseGet(queues::getLast);
    }

    void opened(DeviceQueue queue, String modelId, NetworkForm form) {
        locked(() -> queue.opening(modelId)).forEach(job -> job.opened().complete(form));
    }

    QueuedSegment submit(Job job, float[] input) {
        QueuedSegment segment = new QueuedSegment(job, input);
        Exception failure = locked(() -> {
            if (job.ended()) {
                return job.failure() == null ? new IllegalStateException("the session was closed") : job.failure();
            }
            job.add(segment);
            job.queue().changed().signalAll();
            return null;
        });
        if (failure != null) {
            segment.completeExceptionally(failure);
        }
        return segment;
    }

    String devicesUsed(Job job) {
        return locked(job::devicesUsed);
    }

    /** Leaves what waits undone. */
    void close(Job job) {
        locked(() -> job.ended() ? List.<QueuedSegment>of() : job.end(null)).forEach(QueuedSegment::giveUp);
    }

    /** Waits for something to do on a device. */
    DeviceTask take(DeviceQueue queue) throws InterruptedException {
        lock.lock();
        try {
            long leftNanos = settings.idle().toNanos();
            while (!stopped) {
                DeviceTask next = queue.next();
                if (next != null) {
                    return next;
                }
                if (leftNanos <= 0) {
                    return new Idle(queue.modelsInUse());
                }
                leftNanos = queue.changed().awaitNanos(leftNanos);
            }
            return new Stop();
        } finally {
            lock.unlock();
        }
    }

    boolean inUse(DeviceQueue queue, String modelId) {
        return locked(() -> queue.modelsInUse().contains(modelId));
    }

    void computed(DeviceQueue queue, Batch batch) {
        locked(() -> {
            batch.jobs().forEach(job -> job.computedOn(queue.device()));
            return true;
        });
    }

    /** Queues the segments again, each for a call of its own. */
    void separateNext(Batch batch) {
        locked(() -> {
                    batch.segments().forEach(QueuedSegment::keepAlone);
                    return putBack(batch);
                })
                .forEach(QueuedSegment::giveUp);
    }

    /**
     * Queues the segments again when less memory may be enough: in smaller calls, or once more on a device that was tidied.
     *
     * @param halve whether the call was too large, rather than the weights
     * @return whether they were queued
     */
    boolean retryWithLessMemory(DeviceQueue queue, Batch batch, boolean halve) {
        List<QueuedSegment> given = new ArrayList<>();
        boolean again = locked(() -> {
            int count = batch.segments().size();
            boolean smaller = halve && count > 1;
            if (!smaller && batch.segments().stream().allMatch(QueuedSegment::retried)) {
                return false;
            }
            if (smaller) {
                queue.halve(count);
            }
            batch.segments().forEach(segment -> segment.retried(true));
            given.addAll(putBack(batch));
            return true;
        });
        given.forEach(QueuedSegment::giveUp);
        return again;
    }

    /** Moves the jobs to the CPU, with the segments that they had on the device. */
    void moveToCpu(List<Job> jobs, @Nullable Batch batch) {
        locked(() -> {
                    List<QueuedSegment> given = batch == null ? List.of() : putBack(batch);
                    jobs.stream().filter(job -> !job.ended()).forEach(job -> job.moveTo(queues.getLast()));
                    return given;
                })
                .forEach(QueuedSegment::giveUp);
    }

    /** Returns those whose jobs have ended. */
    private List<QueuedSegment> putBack(Batch batch) {
        List<QueuedSegment> given = new ArrayList<>();
        for (QueuedSegment segment : batch.segments().reversed()) {
            if (segment.job().ended()) {
                given.add(segment);
            } else {
                segment.job().putBack(segment);
            }
        }
        return given;
    }

    /** The jobs end, what they wait for fails, and what they ask for later fails, too. */
    void fail(List<Job> jobs, List<QueuedSegment> segments, Exception failure) {
        List<QueuedSegment> failed = locked(() -> {
            List<QueuedSegment> all = new ArrayList<>(segments);
            jobs.stream().filter(job -> !job.ended()).forEach(job -> all.addAll(job.end(failure)));
            return all;
        });
        failed.forEach(segment -> segment.completeExceptionally(failure));
        jobs.forEach(job -> job.opened().completeExceptionally(failure));
    }

    List<Job> opening(DeviceQueue queue, String modelId) {
        return locked(() -> queue.opening(modelId));
    }

    /** Ends all jobs and threads. */
    void stop() {
        List<Job> jobs = locked(() -> {
            stopped = true;
            queues.forEach(queue -> queue.changed().signalAll());
            return queues.stream().flatMap(queue -> queue.jobs().stream()).toList();
        });
        IllegalStateException closed = new IllegalStateException("the pool of networks was closed");
        fail(jobs, List.of(), new EngineException("the networks were shut down", closed));
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
