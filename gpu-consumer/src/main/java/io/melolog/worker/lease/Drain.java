package io.melolog.worker.lease;

import java.time.Duration;

/** Tells every slot that the worker stops, and how long running work may still take. Thread-safe. */
final class Drain {
    /** After the grace period: how long interrupted work has to notice, and reports have to be written. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    private final Duration gracePeriod;
    private volatile boolean begun;
    private volatile long beganNanos;

    Drain(Duration gracePeriod) {
        this.gracePeriod = gracePeriod;
    }

    void begin() {
        beganNanos = System.nanoTime();
        begun = true;
    }

    /** No lease is taken any more. */
    boolean begun() {
        return begun;
    }

    /** Running work is interrupted now. */
    boolean graceOver() {
        return longerThan(gracePeriod);
    }

    /** Nothing is waited for any more. */
    boolean patienceOver() {
        return longerThan(gracePeriod.plus(LAST_PATIENCE));
    }

    private boolean longerThan(Duration duration) {
        return begun && System.nanoTime() - beganNanos > duration.toNanos();
    }
}
