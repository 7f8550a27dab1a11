package io.melolog.worker.lease;

import io.melolog.schemas.work.Lane;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which leased work may run on the slots of one kind. Bulk work begins only while every interactive lane is known to be empty. Interactive
 * work begins on CPU slots even when bulk work fills them; on exclusive slots it waits for a free one, since a GPU's memory holds one work.
 * Thread-safe.
 */
final class SlotPermits {
    /** One empty poll proves nothing: a commit marker costs one, and so does a broker that is slow to answer. */
    static final int EMPTY_POLLS_THAT_PROVE = 5;

    private final int slots;
    private final boolean exclusive;
    private final List<Turn> interactiveTurns = new ArrayList<>();
    private int interactiveRunning;
    private int bulkRunning;
    private boolean closed;

    /** @param exclusive never more works than slots, both lanes together */
    SlotPermits(int slots, boolean exclusive) {
        this.slots = slots;
        this.exclusive = exclusive;
    }

    /** The part of one lease loop. */
    synchronized Turn join(Lane lane) {
        Turn turn = new Turn(lane);
        if (lane == Lane.INTERACTIVE) {
            interactiveTurns.add(turn);
        }
        return turn;
    }

    /** Nothing begins any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private boolean mayRun(Lane lane) {
        int running = interactiveRunning + bulkRunning;
        return lane == Lane.INTERACTIVE
                ? (exclusive ? running : interactiveRunning) < slots
                : running < slots && interactiveTurns.stream().noneMatch(Turn::mayHaveWork);
    }

    /** What a loop knows of its lane. */
    private enum State {
        /** Polls have not told yet. */
        UNKNOWN,
        EMPTY,
        /** It holds a record that waits for a slot. */
        WAITING,
        RUNNING
    }

    /** One lease loop's turns. Its loop and the thread of its work use it. */
    final class Turn {
        private final Lane lane;
        private State state = State.UNKNOWN;
        private int emptyPolls;

        private Turn(Lane lane) {
            this.lane = lane;
        }

        /** What a poll brought. */
        void polled(boolean gotRecord) {
            synchronized (SlotPermits.this) {
                emptyPolls = gotRecord ? 0 : emptyPolls + 1;
                if (gotRecord) {
                    state = State.WAITING;
                } else if (emptyPolls >= EMPTY_POLLS_THAT_PROVE) {
                    state = State.EMPTY;
                }
                SlotPermits.this.notifyAll();
            }
        }

        /** Whether to ask for a record now; waits a little for it. */
        boolean mayLease(long waitMillis) throws InterruptedException {
            synchronized (SlotPermits.this) {
                if (!mayRun(lane)) {
                    SlotPermits.this.wait(waitMillis);
                }
                return mayRun(lane);
            }
        }

        /** Waits until the leased work may begin. @return false when the worker stops */
        boolean begin() throws InterruptedException {
            synchronized (SlotPermits.this) {
                while (!closed && !mayRun(lane)) {
                    SlotPermits.this.wait();
                }
                if (!closed) {
                    state = State.RUNNING;
                    count(1);
                }
                return !closed;
            }
        }

        /** The lease has ended, whether its work began or not. */
        void end() {
            synchronized (SlotPermits.this) {
                if (state == State.RUNNING) {
                    count(-1);
                }
                state = State.UNKNOWN;
                SlotPermits.this.notifyAll();
            }
        }

        private void count(int change) {
            if (lane == Lane.INTERACTIVE) {
                interactiveRunning += change;
            } else {
                bulkRunning += change;
            }
        }

        private boolean mayHaveWork() {
            return state == State.UNKNOWN || state == State.WAITING;
        }
    }
}
