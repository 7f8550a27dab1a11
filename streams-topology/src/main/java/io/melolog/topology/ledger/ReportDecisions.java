package io.melolog.topology.ledger;

import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkReported;
import io.melolog.topology.deadletter.UnprocessableRecordException;
import io.melolog.topology.metric.TopologyMetric;
import java.time.Instant;

/**
 * What the ledger does about a worker's report, which may be repeated, late, or of a request that is no longer the newest. Pure.
 *
 * <p>A success counts whichever of the entry's requests it is of; anything else only for the newest. A success of work that nobody waits for any
 * more has left objects that nobody holds, and that nobody was told of: they are deleted at once.
 */
final class ReportDecisions {
    /** Results are copied into answers and job events, which must stay below Kafka's 1 MB. */
    static final int MAX_RESULT_BYTES = 900_000;

    private ReportDecisions() {}

    static LedgerDecision onReported(WorkView view, WorkReported report, LedgerSettings settings, Instant now) {
        LedgerTurn turn = new LedgerTurn(view, settings, now);
        if (report instanceof WorkReported.Succeeded succeeded) {
            return succeeded(turn, succeeded);
        }
        return view.entry() instanceof WorkEntry.Open open
                        && open.outstanding()
                        && open.request().id().equals(report.lease().requestId())
                ? ofNewest(turn, open, report)
                : turn.dropped();
    }

    private static LedgerDecision ofNewest(LedgerTurn turn, WorkEntry.Open open, WorkReported report) {
        return switch (report) {
            case WorkReported.Started started -> alive(turn, open);
            case WorkReported.Progress progress -> alive(turn, open);
            case WorkReported.Failed failed -> turn.attemptFailed(open, failed.failure());
            case WorkReported.Returned returned -> turn.returned(open);
            case WorkReported.Succeeded succeeded -> throw new IllegalStateException("handled before");
        };
    }

    private static LedgerDecision alive(LedgerTurn turn, WorkEntry.Open open) {
        Instant deadline = turn.deadline();
        if (open.phase() == WorkEntry.Open.Phase.REQUESTED) {
            turn.announce(open, null);
            turn.schedule(DueItem.Kind.DEADLINE, deadline, null);
        }
        return turn.to(open.running(deadline));
    }

    private static LedgerDecision succeeded(LedgerTurn turn, WorkReported.Succeeded report) {
        WorkCompleted result = report.result();
        validate(turn.view(), result);
        String requestId = report.lease().requestId();
        return switch (turn.view().entry()) {
            case WorkEntry.Open open
            when open.request().isOfThisGeneration(requestId) -> finish(turn, open, result, requestId);
            case null -> {
                turn.count(TopologyMetric.REPORTS_DROPPED);
                yield turn.to(turn.deleteWork());
            }
            default -> turn.dropped();
        };
    }

    private static LedgerDecision finish(LedgerTurn turn, WorkEntry.Open open, WorkCompleted result, String requestId) {
        if (!open.request().id().equals(requestId)) {
            turn.cancel(open);
        }
        turn.add(new LedgerEffect.Publish(result));
        turn.count(TopologyMetric.WORK_COMPLETED);
        return turn.releaseFinished(new WorkEntry.Finished(result, null));
    }

    private static void validate(WorkView view, WorkCompleted result) {
        if (!result.workId().equals(view.workId())) {
            throw new UnprocessableRecordException("the result is of other work than its lease");
        }
        if (EventJson.write(result).length > MAX_RESULT_BYTES) {
            throw new UnprocessableRecordException("the result is larger than " + MAX_RESULT_BYTES + " bytes");
        }
    }
}
