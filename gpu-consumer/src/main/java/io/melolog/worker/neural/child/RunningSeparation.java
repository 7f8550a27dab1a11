package io.melolog.worker.neural.child;

import io.melolog.worker.neural.child.FromChild.OfSeparation;
import java.util.concurrent.CompletableFuture;

/** What the worker knows of one separation in a child. Thread-safe. */
final class RunningSeparation {
    private final long id;
    private final CompletableFuture<OfSeparation> end = new CompletableFuture<>();
    private volatile double fraction;
    private volatile long movedNanos = System.nanoTime();

    RunningSeparation(long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    /** The child's last word; fails with a {@link NeuralException} when there is none. */
    CompletableFuture<OfSeparation> end() {
        return end;
    }

    /** 0..1. */
    double fraction() {
        return fraction;
    }

    /** {@link System#nanoTime} of its beginning or latest progress. */
    long movedNanos() {
        return movedNanos;
    }

    void told(OfSeparation message) {
        if (message instanceof FromChild.Progress progress) {
            movedNanos = System.nanoTime();
            fraction = progress.fraction();
        } else {
            end.complete(message);
        }
    }
}
