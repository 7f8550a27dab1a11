package io.melolog.topology.ledger;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the ledger knows of one work id before a decision. Reading only; every list is bounded by its caller and in key order. */
interface WorkView {
    String workId();

    @Nullable
    WorkEntry entry();

    @Nullable
    Waiter waiter(String jobId, int runId);

    /** @param after the last one already seen; null for the first */
    List<Waiter> waiters(@Nullable Waiter after, int limit);

    /** The runs of one job that wait. */
    List<Waiter> waitersOf(String jobId);

    @Nullable
    Hold hold(String jobId);

    List<Hold> holds(int limit);

    /** The smallest job id, below the given one, of a job of that tenant that holds this and has not failed. */
    Optional<String> earliestHolder(String tenant, String beforeJobId);
}
