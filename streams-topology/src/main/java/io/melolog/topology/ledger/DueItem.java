package io.melolog.topology.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to look at later. Never taken back: when it is due, the entry says whether it still means anything.
 *
 * @param after where a batch goes on; null otherwise
 */
record DueItem(
        String workId, Kind kind, Instant at, @Nullable Waiter after) {
    /** What to look at. */
    enum Kind {
        /** A worker may have fallen silent. */
        DEADLINE,
        /** A failed attempt is made again. */
        RETRY,
        /** More waiters are told the end. */
        RELEASE,
        /** More waiters are told the start. */
        ANNOUNCE,
        /** Nobody may hold it any more. */
        RETIRE
    }
}
