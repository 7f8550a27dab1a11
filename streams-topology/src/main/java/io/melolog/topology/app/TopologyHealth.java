package io.melolog.topology.app;

import org.apache.kafka.streams.KafkaStreams;

/** How the topology is. Thread-safe. */
public interface TopologyHealth {
    KafkaStreams.State state();

    /** Whether it will never process a record again without a restart. */
    default boolean isDead() {
        return state() == KafkaStreams.State.ERROR || state().hasCompletedShutdown();
    }

    /** Whether records are being processed. */
    default boolean isReady() {
        return state() == KafkaStreams.State.RUNNING;
    }
}
