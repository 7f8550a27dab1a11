package io.melolog.topology.app;

import io.melolog.topology.deadletter.DeadLetters;
import io.melolog.topology.deadletter.UnprocessableRecordHandler;
import io.melolog.topology.deadletter.UnreadableRecordHandler;
import io.melolog.topology.deadletter.UnwritableRecordHandler;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams. */
final class StreamsSettings {
    private static final long CACHE_BYTES = 2L << 20;
    private static final int POLL_MILLIS = 20;
    private static final int SESSION_TIMEOUT_MILLIS = 6000;
    private static final int MAX_REQUEST_BYTES = 2 << 20;

    private StreamsSettings() {}

    static Map<String, Object> of(TopologyProperties properties, DeadLetters deadLetters) {
        TopologyProperties.Tuning tuning = properties.topology();
        Map<String, Object> all = new HashMap<>();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, tuning.applicationId());
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, properties.kafka().bootstrapServers());
        all.put(StreamsConfig.STATE_DIR_CONFIG, properties.stateDir().toString());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // The newer streams protocol refuses a topology that gained a sub-topology: every release would brick its data
        // folder.
        all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int)
                properties.kafka().topics().replicationFactor());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, tuning.threads());
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, tuning.commitInterval().toMillis());
        // A commit waits for the poll to end, so the poll is no longer than the commit interval.
        all.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1000);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        all.put(DeadLetters.SETTING, deadLetters);
        all.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecordHandler.class);
        all.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, UnprocessableRecordHandler.class);
        all.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        all.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, UnwritableRecordHandler.class);
        return all;
    }
}
