package io.melolog.topology.ledger;

import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkCancelled;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.topology.metric.TopologyMetric;

/** What a decision of the ledger brings about beside the entry's new state, in order. */
sealed interface LedgerEffect {
    record PutWaiter(Waiter waiter) implements LedgerEffect {}

    record RemoveWaiter(Waiter waiter) implements LedgerEffect {}

    record PutHold(Hold hold) implements LedgerEffect {}

    record RemoveHold(String jobId) implements LedgerEffect {}

    record Schedule(DueItem item) implements LedgerEffect {}

    /** To the workers of the stage. */
    record SendRequest(WorkRequested request) implements LedgerEffect {}

    /** To the workers: stop. */
    record SendCancel(WorkCancelled cancelled) implements LedgerEffect {}

    /** To one waiting run. */
    record Answer(WorkAnswered answered) implements LedgerEffect {}

    /** To the public result topic. */
    record Publish(WorkCompleted completed) implements LedgerEffect {}

    /** To whoever deletes objects. */
    record Retire(ObjectsRetired retired) implements LedgerEffect {}

    record Count(TopologyMetric metric) implements LedgerEffect {}
}
