package io.melolog.topology.ledger;

import java.time.Duration;

/**
 * How patient the ledger is.
 *
 * @param workDeadline a worker that is silent for longer has failed its attempt; above zero
 * @param maxAttempts of one unit of work before its failure is final; 1 or more
 * @param firstBackoff before the second attempt; four times that before the third, and so on
 * @param maxBackoff the longest wait between attempts
 * @param maxReturns how often workers may give one attempt back before that counts as a failure
 * @param retireAfter how long objects that nobody holds are kept: longer than a presigned URL lives
 * @param releaseBatch waiters answered in one go; 1 or more
 */
public record LedgerSettings(
        Duration workDeadline,
        int maxAttempts,
        Duration firstBackoff,
        Duration maxBackoff,
        int maxReturns,
        Duration retireAfter,
        int releaseBatch) {
    public static final LedgerSettings DEFAULT = new LedgerSettings(
            Duration.ofSeconds(60), 3, Duration.ofSeconds(1), Duration.ofSeconds(60), 20, Duration.ofHours(25), 200);

    public LedgerSettings {
        if (!workDeadline.isPositive() || maxAttempts < 1 || !retireAfter.isPositive() || releaseBatch < 1) {
            throw new IllegalArgumentException(
                    "the work deadline, attempts, retirement and release batch must be above zero");
        }
    }

    public LedgerSettings withPatience(Duration deadline, int attempts, Duration retirement) {
        return new LedgerSettings(deadline, attempts, firstBackoff, maxBackoff, maxReturns, retirement, releaseBatch);
    }
}
