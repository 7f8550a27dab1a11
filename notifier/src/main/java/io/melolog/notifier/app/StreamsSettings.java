package io.melolog.notifier.app;

import io.melolog.notifier.jobstatus.DeadLetterHandler;
import io.melolog.notifier.jobstatus.NotifierMetrics;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** How Kafka Streams runs here. */
final class StreamsSettings {
    /** Names the consumer group, the transactions and the changelog topics: never changes. */
    static final String APPLICATION_ID = "melolog-notifier";

    private static final int COMMIT_INTERVAL_MILLIS = 20;
    private static final int SESSION_TIMEOUT_MILLIS = 6000;
    private static final int HEARTBEAT_MILLIS = 1500;

    private StreamsSettings() {}

    static Map<String, Object> of(NotifierProperties properties, NotifierMetrics metrics, Clock clock) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, properties.kafka().servers());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, properties.stateDir().toString());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int)
                properties.kafka().topics().replicationFactor());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MILLIS);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // The streams protocol (KIP-1071) refuses a release that adds a sub-topology: FACTS "Kafka Streams".
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MILLIS);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        putHandlers(settings, metrics, clock);
        return settings;
    }

    private static void putHandlers(Map<String, Object> settings, NotifierMetrics metrics, Clock clock) {
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        settings.put(DeadLetterHandler.METRICS_CONFIG, metrics);
        settings.put(DeadLetterHandler.CLOCK_CONFIG, clock);
    }
}
