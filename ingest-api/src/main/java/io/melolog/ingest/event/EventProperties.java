package io.melolog.ingest.event;

import java.time.Duration;

/**
 * Limits of event streams.
 *
 * @param maxStreams that are open at a time
 * @param heartbeat after how long without an event a comment is sent, which finds out who has left and keeps proxies from hanging up
 * @param maxDuration of one stream; its client then connects again and misses nothing
 * @param maxWrite how long a client may take to accept what is sent
 */
public record EventProperties(int maxStreams, Duration heartbeat, Duration maxDuration, Duration maxWrite) {
    public EventProperties {
        if (maxStreams < 0) {
            throw new IllegalArgumentException("melolog.events.max-streams must be 0 or more, not " + maxStreams);
        }
        positive("melolog.events.heartbeat", heartbeat);
        positive("melolog.events.max-duration", maxDuration);
        positive("melolog.events.max-write", maxWrite);
    }

    private static void positive(String property, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(property + " must be positive, not " + value);
        }
    }
}
