package io.melolog.worker.neural.segment;

import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Segments on their way through the network, oldest first. Those left are cancelled when it is closed. */
final class SegmentQueue implements AutoCloseable {
    private static final long POLL_MILLIS = 100;

    /** A part and the network's results to come: one, or one for every channel when the network takes only one. */
    record Pending(int index, List<Future<float[]>> results) {}

    private final Deque<Pending> pending = new ArrayDeque<>();
    private final BooleanSupplier cancelled;

    SegmentQueue(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    int size() {
        return pending.size();
    }

    void add(Pending segment) {
        pending.add(segment);
    }

    Pending oldest() {
        return pending.getFirst();
    }

    void removeOldest() {
        pending.removeFirst();
    }

    /** Waits for a result, asking now and then whether to go on. */
    float[] await(Future<float[]> result) throws EngineException, ModelFormatException, InterruptedException {
        while (true) {
            requireWanted();
            try {
                return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                // Ask again whether it is wanted.
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
    }

    void requireWanted() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("separation cancelled");
        }
    }

    private static EngineException failure(ExecutionException e) throws ModelFormatException {
        return switch (e.getCause()) {
            case ModelFormatException format -> throw format;
            case EngineException engine -> engine;
            case null, default -> new EngineException("the network failed", e);
        };
    }

    @Override
    public void close() {
        for (Pending segment : pending) {
            for (Future<float[]> result : segment.results()) {
                result.cancel(false);
            }
        }
    }
}
