package io.melolog.topology.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entry's new state (null: forgotten), and what follows. */
record LedgerDecision(@Nullable WorkEntry entry, List<LedgerEffect> effects) {
    LedgerDecision {
        effects = List.copyOf(effects);
    }
}
