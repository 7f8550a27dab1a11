package io.melolog.ingest.job;

import java.time.Duration;

/**
 * Limits of requests that wait.
 *
 * @param max how long one is held, at most
 * @param maxRequests how many are held at a time; one more is answered at once
 */
public record WaitProperties(Duration max, int maxRequests) {
    public WaitProperties {
        if (max.isNegative()) {
            throw new IllegalArgumentException("melolog.waiting.max must not be negative, not " + max);
        }
        if (maxRequests < 0) {
            throw new IllegalArgumentException("melolog.waiting.max-requests must be 0 or more, not " + maxRequests);
        }
    }
}
