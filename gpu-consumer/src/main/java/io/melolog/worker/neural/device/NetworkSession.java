package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.NetworkForm;
import java.util.concurrent.Future;

/** One job's use of a network. Thread-safe. */
public final class NetworkSession implements AutoCloseable {
    NetworkSession() {}

    public NetworkForm form() {
        throw new UnsupportedOperationException();
    }

    /** Queues a segment. */
    public Future<float[]> submit(float[] segment) {
        throw new UnsupportedOperationException();
    }

    /** {@code cpu}, {@code cuda:0} or {@code cuda:0+cpu}: where segments of this job were computed so far. */
    public String devicesUsed() {
        throw new UnsupportedOperationException();
    }

    /** Leaves queued segments undone. */
    @Override
    public void close() {}
}
