package io.melolog.worker.neural.device;

import java.util.concurrent.CompletableFuture;

/** A segment on its way; completed with {@code stems x channels x segmentSamples}. The flags are guarded by the pool's lock. */
final class QueuedSegment extends CompletableFuture<float[]> {
    private final Job job;
    private final float[] input;
    private boolean alone;
    private boolean retried;

    QueuedSegment(Job job, float[] input) {
        this.job = job;
        this.input = input;
    }

    Job job() {
        return job;
    }

    float[] input() {
        return input;
    }

    /** Says that it will not be computed, because its job has ended. */
    void giveUp() {
        Exception failure = job.failure();
        if (failure == null) {
            cancel(false);
        } else {
            completeExceptionally(failure);
        }
    }

    /** Whether it must not share a call: it was in one that failed, and it is to be seen whose fault that was. */
    boolean alone() {
        return alone;
    }

    void keepAlone() {
        alone = true;
    }

    /** Whether it was in a call that ran out of memory on the device where it waits. */
    boolean retried() {
        return retried;
    }

    void retried(boolean value) {
        retried = value;
    }
}
