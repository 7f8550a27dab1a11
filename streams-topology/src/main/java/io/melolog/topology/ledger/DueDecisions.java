package io.melolog.topology.ledger;

import io.melolog.schemas.work.FailureCode;
import io.melolog.topology.metric.TopologyMetric;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the ledger does when something is due: pure functions of what it knows of the work, the item and the time. */
final class DueDecisions {
    private DueDecisions() {}

    /** @param listeningSince when this ledger began to read: silence before that is its own, and no worker's */
    static LedgerDecision onDue(
            WorkView view, DueItem item, LedgerSettings settings, Instant listeningSince, Instant now) {
        LedgerTurn turn = new LedgerTurn(view, settings, now);
        return switch (item.kind()) {
            case DEADLINE -> deadline(turn, listeningSince.plus(settings.workDeadline()));
            case RETRY -> retry(turn);
            case RELEASE -> release(turn);
            case ANNOUNCE -> announce(turn, item);
            case RETIRE -> retire(turn);
        };
    }

    private static LedgerDecision deadline(LedgerTurn turn, Instant notBefore) {
        if (!(turn.view().entry() instanceof WorkEntry.Open open)
                || open.phase() != WorkEntry.Open.Phase.RUNNING
                || open.dueAt() == null) {
            return turn.unchanged();
        }
        Instant deadline = open.dueAt().isAfter(notBefore) ? open.dueAt() : notBefore;
        if (deadline.isAfter(turn.now())) {
            turn.schedule(DueItem.Kind.DEADLINE, deadline, null);
            return turn.unchanged();
        }
        turn.count(TopologyMetric.DEADLINES_PASSED);
        turn.cancel(open);
        return turn.attemptFailed(
                open, FailureCode.DEADLINE_EXCEEDED.because("A worker began and then said nothing for too long."));
    }

    private static LedgerDecision retry(LedgerTurn turn) {
        return turn.view().entry() instanceof WorkEntry.Open open
                        && open.phase() == WorkEntry.Open.Phase.RETRY_WAIT
                        && isPast(open.dueAt(), turn.now())
                ? turn.to(turn.request(open, open.request().nextAttempt()))
                : turn.unchanged();
    }

    private static LedgerDecision release(LedgerTurn turn) {
        return switch (turn.view().entry()) {
            case WorkEntry.Finished finished -> turn.releaseFinished(finished);
            case WorkEntry.Failing failing -> turn.releaseFailed(failing);
            case WorkEntry.Original original -> OriginalDecisions.release(turn, original);
            case null, default -> turn.unchanged();
        };
    }

    private static LedgerDecision announce(LedgerTurn turn, DueItem item) {
        if (turn.view().entry() instanceof WorkEntry.Open open && open.phase() == WorkEntry.Open.Phase.RUNNING) {
            turn.announce(open, item.after());
        }
        return turn.unchanged();
    }

    private static LedgerDecision retire(LedgerTurn turn) {
        WorkView view = turn.view();
        boolean needed = !view.holds(1).isEmpty() || !view.waiters(null, 1).isEmpty();
        return switch (view.entry()) {
            case WorkEntry.Finished(var result, var retireAt)
            when !needed && isPast(retireAt, turn.now()) -> turn.to(turn.deleteWork());
            case WorkEntry.Original(var key, var retireAt)
            when !needed && isPast(retireAt, turn.now()) -> turn.to(turn.deleteOriginal(key));
            case null, default -> turn.unchanged();
        };
    }

    private static boolean isPast(@Nullable Instant due, Instant now) {
        return due != null && !due.isAfter(now);
    }
}
