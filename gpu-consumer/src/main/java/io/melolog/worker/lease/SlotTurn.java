package io.melolog.worker.lease;

import io.melolog.schemas.work.Lane;

/**
 * Decides which lane of a slot may lease and run. Bulk work begins only while the interactive lane has nothing. Interactive work begins at once on
 * a CPU slot, even while bulk work runs there; on an exclusive slot it waits for it, since a GPU's memory holds one work. Thread-safe.
 */
final class SlotTurn {
    private final boolean exclusive;
    private boolean interactiveHeld;
    private boolean interactiveQuiet;
    private boolean bulkRunning;
    private boolean closed;

    /** @param exclusive at most one work of both lanes together */
    SlotTurn(boolean exclusive) {
        this.exclusive = exclusive;
    }

    /** What a poll of the lane brought. */
    synchronized void polled(Lane lane, boolean gotRecord) {
        if (lane == Lane.INTERACTIVE) {
            interactiveQuiet = !gotRecord;
            interactiveHeld = gotRecord;
            notifyAll();
        }
    }

    /** Whether the lane may ask for a record now; waits a little for it. */
    synchronized boolean mayLease(Lane lane, long waitMillis) throws InterruptedException {
        if (!mayRun(lane)) {
            wait(waitMillis);
        }
        return mayRun(lane);
    }

    /** Waits until leased work may begin. @return false when the slot is closing */
    synchronized boolean begin(Lane lane) throws InterruptedException {
        while (!closed && !mayRun(lane)) {
            wait();
        }
        if (!closed && lane == Lane.BULK) {
            bulkRunning = true;
        }
        return !closed;
    }

    /** Leased work has ended, whether it began or not. */
    synchronized void end(Lane lane) {
        if (lane == Lane.BULK) {
            bulkRunning = false;
        } else {
            // Not quiet until a poll says so: the next interactive record goes first.
            interactiveHeld = false;
            interactiveQuiet = false;
        }
        notifyAll();
    }

    /** Nothing begins any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private boolean mayRun(Lane lane) {
        return lane == Lane.INTERACTIVE ? !(exclusive && bulkRunning) : !interactiveHeld && interactiveQuiet;
    }
}
