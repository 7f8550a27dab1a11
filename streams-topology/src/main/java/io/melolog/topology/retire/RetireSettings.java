package io.melolog.topology.retire;

import java.time.Duration;
import java.util.Map;

/**
 * How objects are retired.
 *
 * @param kafka settings that reach the broker
 * @param group of the consumer, and the start of the producer's transactional id
 * @param firstBackoff after the storage did not carry out a deletion; doubles
 * @param maxBackoff the longest wait between tries
 */
public record RetireSettings(Map<String, Object> kafka, String group, Duration firstBackoff, Duration maxBackoff) {
    public RetireSettings {
        kafka = Map.copyOf(kafka);
    }
}
