package io.melolog.topology.ledger;

import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.topology.deadletter.UnprocessableRecordException;
import io.melolog.topology.metric.TopologyMetric;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger does about an ask of the planner: pure functions of what it knows of the work, the ask and the time. Asks may repeat. */
final class AskDecisions {
    private AskDecisions() {}

    /** @param traceParent of the record that asks */
    static LedgerDecision onAsked(
            WorkView view, WorkAsked asked, @Nullable String traceParent, LedgerSettings settings, Instant now) {
        LedgerTurn turn = new LedgerTurn(view, settings, now);
        return switch (asked) {
            case WorkAsked.Wanted wanted -> wanted(turn, wanted, AskedWork.of(wanted, traceParent));
            case WorkAsked.Left left -> left(turn, left);
            case WorkAsked.Dropped dropped -> dropped(turn, dropped);
            case WorkAsked.OriginalHeld held -> OriginalDecisions.held(turn, held);
            case WorkAsked.OriginalFailed failed -> OriginalDecisions.failed(turn, failed);
            case WorkAsked.Deleted deleted -> deleted(turn, deleted);
        };
    }

    private static LedgerDecision wanted(LedgerTurn turn, WorkAsked.Wanted wanted, AskedWork asked) {
        Waiter waiter = new Waiter(wanted.jobId(), wanted.runId(), wanted.tenant(), false);
        return switch (turn.view().entry()) {
            case null -> {
                turn.add(new LedgerEffect.PutWaiter(waiter));
                yield turn.to(turn.openAfresh(asked, wanted.jobId()));
            }
            case WorkEntry.Open open -> join(turn, open, waiter, asked.lane());
            case WorkEntry.Finished finished -> reuse(turn, finished, waiter);
            case WorkEntry.Failing failing -> {
                turn.add(new LedgerEffect.PutWaiter(waiter));
                yield turn.to(failing);
            }
            case WorkEntry.Deleting deleting -> {
                turn.add(new LedgerEffect.PutWaiter(waiter));
                yield turn.to(new WorkEntry.Deleting(deleting.since(), onBestLane(asked, deleting.parked())));
            }
            case WorkEntry.Original original -> throw noSuchWork();
            case WorkEntry.DeletingOriginal deleting -> throw noSuchWork();
        };
    }

    private static UnprocessableRecordException noSuchWork() {
        return new UnprocessableRecordException("an upload cannot be wanted as work");
    }

    private static AskedWork onBestLane(AskedWork asked, @Nullable AskedWork before) {
        boolean interactive = before != null && before.lane() == Lane.INTERACTIVE;
        return interactive ? asked.onLane(Lane.INTERACTIVE) : asked;
    }

    private static LedgerDecision join(LedgerTurn turn, WorkEntry.Open open, Waiter waiter, Lane lane) {
        if (turn.view().waiter(waiter.jobId(), waiter.runId()) != null) {
            return turn.unchanged();
        }
        turn.add(new LedgerEffect.PutWaiter(waiter));
        turn.count(TopologyMetric.WORK_JOINED);
        if (open.phase() == WorkEntry.Open.Phase.RUNNING) {
            turn.answer(new WorkAnswered.Started(
                    turn.view().workId(),
                    waiter.jobId(),
                    waiter.runId(),
                    open.asked().spec().stage(),
                    open.request().attempt(),
                    turn.now()));
        }
        if (lane == Lane.BULK || open.asked().lane() == Lane.INTERACTIVE) {
            return turn.unchanged();
        }
        WorkEntry.Open promoted = open.withAsked(open.asked().onLane(Lane.INTERACTIVE));
        if (open.phase() != WorkEntry.Open.Phase.REQUESTED) {
            return turn.to(promoted);
        }
        turn.cancel(open);
        return turn.to(turn.request(promoted, open.request().again()));
    }

    private static LedgerDecision reuse(LedgerTurn turn, WorkEntry.Finished finished, Waiter waiter) {
        boolean waitedForIt = turn.view().waiter(waiter.jobId(), waiter.runId()) != null;
        turn.hand(finished, waiter, !waitedForIt);
        turn.count(TopologyMetric.WORK_REUSED);
        return turn.to(new WorkEntry.Finished(finished.result(), null));
    }

    private static LedgerDecision left(LedgerTurn turn, WorkAsked.Left left) {
        Waiter waiter = turn.view().waiter(left.jobId(), left.runId());
        if (waiter == null) {
            return turn.unchanged();
        }
        turn.add(new LedgerEffect.RemoveWaiter(waiter));
        boolean waited = turn.view().waiters(null, 2).stream().anyMatch(other -> !other.equals(waiter));
        boolean held = !turn.view().holds(1).isEmpty();
        return afterLeaving(turn, waited, held);
    }

    private static LedgerDecision dropped(LedgerTurn turn, WorkAsked.Dropped dropped) {
        String jobId = dropped.jobId();
        List<Waiter> own = turn.view().waitersOf(jobId);
        own.forEach(waiter -> turn.add(new LedgerEffect.RemoveWaiter(waiter)));
        if (turn.view().hold(jobId) != null) {
            turn.add(new LedgerEffect.RemoveHold(jobId));
        }
        boolean waited = turn.view().waiters(null, own.size() + 1).stream()
                .anyMatch(other -> !other.jobId().equals(jobId));
        boolean held =
                turn.view().holds(2).stream().anyMatch(other -> !other.jobId().equals(jobId));
        return afterLeaving(turn, waited, held);
    }

    /** Somebody went: unfinished work that nobody waits for is given up, what nobody needs is retired later. */
    private static LedgerDecision afterLeaving(LedgerTurn turn, boolean waited, boolean held) {
        WorkEntry entry = turn.view().entry();
        if (waited || entry == null) {
            return turn.to(entry);
        }
        return switch (entry) {
            case WorkEntry.Open open -> {
                turn.cancel(open);
                yield turn.to(null);
            }
            case WorkEntry.Finished(var result, var retireAt)
            when !held && retireAt == null -> turn.to(new WorkEntry.Finished(result, turn.retireLater()));
            case WorkEntry.Original(var key, var retireAt)
            when !held && retireAt == null -> turn.to(new WorkEntry.Original(key, turn.retireLater()));
            case WorkEntry.Failing failing -> turn.to(null);
            case WorkEntry.Deleting deleting -> turn.to(new WorkEntry.Deleting(deleting.since(), null));
            default -> turn.to(entry);
        };
    }

    private static LedgerDecision deleted(LedgerTurn turn, WorkAsked.Deleted deleted) {
        return switch (turn.view().entry()) {
            case WorkEntry.Deleting deleting
            when deleting.since().equals(deleted.at()) -> turn.to(requestParked(turn, deleting.parked()));
            case WorkEntry.DeletingOriginal deleting
            when deleting.since().equals(deleted.at()) -> OriginalDecisions.deleted(turn, deleting);
            case null, default -> turn.dropped();
        };
    }

    private static WorkEntry.@Nullable Open requestParked(LedgerTurn turn, @Nullable AskedWork parked) {
        List<Waiter> waiters = turn.view().waiters(null, 1);
        return parked == null || waiters.isEmpty()
                ? null
                : turn.openAfresh(parked, waiters.getFirst().jobId());
    }
}
