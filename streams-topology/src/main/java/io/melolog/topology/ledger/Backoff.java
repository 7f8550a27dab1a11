package io.melolog.topology.ledger;

import java.time.Duration;

/** Waits between attempts: each four times the one before, and up to a quarter shorter or longer, always the same for the same request. */
final class Backoff {
    private static final int FACTOR = 4;
    private static final int MAX_DOUBLINGS = 15;

    private Backoff() {}

    static Duration after(Request failed, LedgerSettings settings) {
        double first = settings.firstBackoff().toMillis();
        double plain = first * Math.pow(FACTOR, Math.min(failed.attempt() - 1, MAX_DOUBLINGS));
        double spread = Math.floorMod(failed.id().hashCode(), 1001) / 1000.0;
        double jittered = plain * (0.75 + spread / 2);
        return Duration.ofMillis(
                Math.min(Math.round(jittered), settings.maxBackoff().toMillis()));
    }
}
