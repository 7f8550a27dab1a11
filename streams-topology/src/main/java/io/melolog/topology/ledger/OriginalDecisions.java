package io.melolog.topology.ledger;

import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.topology.deadletter.UnprocessableRecordException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the ledger does about uploads, which jobs hold like work that is finished from the start. Pure. */
final class OriginalDecisions {
    private OriginalDecisions() {}

    static LedgerDecision held(LedgerTurn turn, WorkAsked.OriginalHeld asked) {
        Waiter waiter = new Waiter(asked.jobId(), asked.runId(), asked.tenant(), false);
        return switch (turn.view().entry()) {
            case null -> hold(turn, waiter, asked.objectKey());
            case WorkEntry.Original original -> hold(turn, waiter, original.objectKey());
            case WorkEntry.DeletingOriginal deleting -> {
                turn.add(new LedgerEffect.PutWaiter(waiter));
                yield turn.to(deleting);
            }
            default -> throw new UnprocessableRecordException("work cannot be held as an upload");
        };
    }

    private static LedgerDecision hold(LedgerTurn turn, Waiter waiter, String objectKey) {
        if (turn.view().hold(waiter.jobId()) == null) {
            turn.add(new LedgerEffect.PutHold(new Hold(waiter.jobId(), waiter.tenant(), waiter.failed())));
        }
        String duplicateOf =
                turn.view().earliestHolder(waiter.tenant(), waiter.jobId()).orElse(null);
        answer(turn, waiter, duplicateOf);
        return turn.to(new WorkEntry.Original(objectKey, null));
    }

    static LedgerDecision failed(LedgerTurn turn, WorkAsked.OriginalFailed asked) {
        Hold hold = turn.view().hold(asked.jobId());
        if (hold != null) {
            turn.add(new LedgerEffect.PutHold(new Hold(hold.jobId(), hold.tenant(), true)));
        }
        for (Waiter waiter : turn.view().waitersOf(asked.jobId())) {
            turn.add(new LedgerEffect.PutWaiter(new Waiter(waiter.jobId(), waiter.runId(), waiter.tenant(), true)));
        }
        return turn.unchanged();
    }

    /** The deletion is over: whoever was parked holds the upload now, which ingest has stored again if it was gone. */
    static LedgerDecision deleted(LedgerTurn turn, WorkEntry.DeletingOriginal deleting) {
        boolean parked = !turn.view().waiters(null, 1).isEmpty();
        return parked ? release(turn, new WorkEntry.Original(deleting.objectKey(), null)) : turn.to(null);
    }

    /** Turns a batch of parked jobs into holders and tells them. */
    static LedgerDecision release(LedgerTurn turn, WorkEntry.Original original) {
        Map<String, String> earliestByTenant = new HashMap<>();
        for (Waiter waiter : turn.batch(null, DueItem.Kind.RELEASE)) {
            turn.add(new LedgerEffect.RemoveWaiter(waiter));
            turn.add(new LedgerEffect.PutHold(new Hold(waiter.jobId(), waiter.tenant(), waiter.failed())));
            String parked = earliestByTenant.get(waiter.tenant());
            String held =
                    turn.view().earliestHolder(waiter.tenant(), waiter.jobId()).orElse(null);
            answer(turn, waiter, smaller(parked, held));
            if (!waiter.failed()) {
                earliestByTenant.putIfAbsent(waiter.tenant(), waiter.jobId());
            }
        }
        return turn.to(original);
    }

    private static @Nullable String smaller(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static void answer(LedgerTurn turn, Waiter waiter, @Nullable String duplicateOf) {
        turn.answer(new WorkAnswered.OriginalHeld(
                turn.view().workId(), waiter.jobId(), waiter.runId(), duplicateOf, turn.now()));
    }
}
