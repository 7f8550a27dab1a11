package io.melolog.topology.ledger;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Lane;
import java.util.Locale;

/** The names of the ledger's nodes and stores. Names of stores name changelog topics: never renamed. */
final class LedgerNodes {
    static final String ASKED_SOURCE = "ledger-asked-source";
    static final String REPORTED_SOURCE = "ledger-reported-source";
    static final String PROCESSOR = "keep-ledger";
    static final String WORK_STORE = "ledger-work-store";
    static final String WAITER_STORE = "ledger-waiter-store";
    static final String HOLD_STORE = "ledger-hold-store";
    static final String DUE_STORE = "ledger-due-store";
    static final String ANSWERED_SINK = "ledger-answered-sink";
    static final String CANCELLED_SINK = "ledger-cancelled-sink";
    static final String RETIRED_SINK = "ledger-retired-sink";
    static final String DEAD_LETTER_SINK = "ledger-dead-letter-sink";

    private LedgerNodes() {}

    static String requestedSink(Stage stage, Lane lane) {
        return "ledger-" + stage.id() + "-requested-" + lane.name().toLowerCase(Locale.ROOT) + "-sink";
    }

    static String completedSink(Stage stage) {
        return "ledger-" + stage.id() + "-completed-sink";
    }
}
