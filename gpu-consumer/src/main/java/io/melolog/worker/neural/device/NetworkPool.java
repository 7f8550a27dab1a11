package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkEngine;
import io.melolog.worker.neural.engine.NetworkFiles;

/** The networks that are loaded on this machine's devices, shared by all jobs. Thread-safe. */
public final class NetworkPool implements AutoCloseable {
    public NetworkPool(NetworkEngine engine, PoolSettings settings, PoolListener listener) {}

    /**
     * Starts a job; waits until its network is loaded.
     *
     * @param modelId stands for the files: the same id, the same files
     */
    public NetworkSession open(NetworkFiles files, String modelId)
            throws ModelFormatException, EngineException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
