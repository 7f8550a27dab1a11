package io.melolog.topology.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the ledger when something is due and never otherwise: each punctuation makes its task commit, so a steady beat would write transactions
 * on an idle broker for ever. Confined to the task's thread.
 */
final class DueTimer {
    private static final long MIN_DELAY_MILLIS = 20;

    private final ProcessorContext<?, ?> context;
    private final Punctuator punctuator;
    private @Nullable Cancellable pending;
    private Instant wakeAt = Instant.MAX;

    DueTimer(ProcessorContext<?, ?> context, Punctuator punctuator) {
        this.context = context;
        this.punctuator = punctuator;
    }

    /** Wakes at that time, or before. */
    void wakeAt(Instant due) {
        if (due.isBefore(wakeAt)) {
            arm(due);
        }
    }

    /** After waking: wakes next at that time, or not at all. */
    void next(Optional<Instant> due) {
        stop();
        due.ifPresent(this::arm);
    }

    void stop() {
        if (pending != null) {
            pending.cancel();
        }
        pending = null;
        wakeAt = Instant.MAX;
    }

    private void arm(Instant due) {
        stop();
        long delay = due.toEpochMilli() - context.currentSystemTimeMs();
        pending = context.schedule(
                Duration.ofMillis(Math.max(MIN_DELAY_MILLIS, delay)), PunctuationType.WALL_CLOCK_TIME, punctuator);
        wakeAt = due;
    }
}
