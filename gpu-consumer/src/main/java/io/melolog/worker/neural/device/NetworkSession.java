package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.NetworkForm;
import java.util.concurrent.Future;

/** One job's use of a network. Thread-safe. */
public final class NetworkSession implements AutoCloseable {
    private final PoolState state;
    private final Job job;
    private final NetworkForm form;

    NetworkSession(PoolState state, Job job, NetworkForm form) {
        this.state = state;
        this.job = job;
        this.form = form;
    }

    public NetworkForm form() {
        return form;
    }

    /**
     * Queues a segment. Segments of a job are begun in their order, in turn with those of other jobs.
     *
     * @param segment {@code channels x segmentSamples}, flattened row by row; not changed by the caller afterwards
     * @return {@code stems x channels x segmentSamples}, flattened likewise. It fails with a
     *     {@link io.melolog.worker.neural.engine.DeviceMemoryException} when the CPU, too, has no room, with another
     *     {@link io.melolog.worker.neural.engine.EngineException} when the engine failed, or with a
     *     {@link io.melolog.worker.neural.engine.ModelFormatException} when the model had to be loaded again and its files are broken now;
     *     the whole session fails with it. A cancelled one is not computed when that has not begun.
     * @throws IllegalArgumentException for another length
     */
    public Future<float[]> submit(float[] segment) {
        if (segment.length != form.channels() * form.segmentSamples()) {
            throw new IllegalArgumentException(
                    segment.length + " samples, not " + form.channels() + " x " + form.segmentSamples());
        }
        return state.submit(job, segment);
    }

    /**
     * Where segments of this job were computed so far, in this order: {@code cpu}, {@code cuda:0}, or {@code cuda:0+cpu} after memory ran out on the way.
     * Before the first one, where it waits.
     */
    public String devicesUsed() {
        return state.devicesUsed(job);
    }

    /** Leaves queued segments undone; they count as cancelled. */
    @Override
    public void close() {
        state.close(job);
    }
}
