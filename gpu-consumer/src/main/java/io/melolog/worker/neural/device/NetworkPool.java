package io.melolog.worker.neural.device;

import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkEngine;
import io.melolog.worker.neural.engine.NetworkFiles;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * The networks that are loaded on this machine's devices, shared by all jobs of the process. Thread-safe.
 *
 * <ul>
 *   <li>A job goes to the GPU with the fewest jobs, or to the CPU where there is none. Each device has one thread, which takes segments of
 *       one model from all jobs in turn and computes them in one call.
 *   <li>When a device has no room, what is not needed there is dropped and calls become half as large, down to one segment. Then the rest of the
 *       job moves to the CPU. The next job tries the GPU again, with full calls.
 *   <li>After another failure the network is loaded again. A call for several jobs is repeated segment by segment; a job whose own call
 *       fails, fails.
 *   <li>Each device keeps the weights of the models used last. With more models in turn than it keeps, it loads them again and again.
 * </ul>
 */
public final class NetworkPool implements AutoCloseable {
    private final PoolState state;
    private final List<Thread> threads;

    /** Starts a thread for each device. */
    public NetworkPool(NetworkEngine engine, PoolSettings settings, PoolListener listener) {
        this.state = new PoolState(engine.devices(), settings);
        this.threads = state.queues().stream()
                .map(queue -> Thread.ofPlatform()
                        .daemon()
                        .name("network-" + queue.device())
                        .start(new DeviceWorker(engine, settings, listener, state, queue)))
                .toList();
    }

    /**
     * Starts a job; waits until its network is loaded.
     *
     * @param modelId stands for the files: the same id, the same files
     * @throws ModelFormatException when the files are not such a model; all jobs that wait for it get the same
     * @throws EngineException when the engine failed, or, as {@link io.melolog.worker.neural.engine.DeviceMemoryException}, when not even the CPU has room
     * @throws IllegalStateException after {@link #close}
     */
    public NetworkSession open(NetworkFiles files, String modelId)
            throws ModelFormatException, EngineException, InterruptedException {
        Job job = state.open(files, modelId);
        try {
            return new NetworkSession(state, job, job.opened().get());
        } catch (InterruptedException e) {
            state.close(job);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static EngineException failure(ExecutionException e) throws ModelFormatException {
        return switch (e.getCause()) {
            case ModelFormatException format -> throw format;
            case EngineException engine -> engine;
            case null, default -> new EngineException("the network was not loaded", e);
        };
    }

    /** Fails what is queued, waits for the calls in progress, and drops all networks. */
    @Override
    public void close() {
        state.stop();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
