package io.melolog.ingest.view;

import io.melolog.ingest.log.LogPositions;
import io.melolog.ingest.log.LogReaderThread;
import io.melolog.ingest.metric.IngestMetric;
import io.melolog.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store up to date on a thread of its own, through every outage of the broker. Thread-safe. The store is not owned: close this
 * first.
 */
public final class JobView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobView.class);

    private final ViewStore store;
    private final LogPositions positions = new LogPositions();
    private final Settings settings;
    private final List<ViewListener> listeners;
    private final MeterRegistry meters;
    private final LogReaderThread thread;
    private volatile boolean ready;
    private volatile int submissionPartitions;
    private boolean listenersKnow;

    /**
     * How the log is reached.
     *
     * @param prepare returns the cluster's id once the topics are there; tried again while it throws
     * @param onUnreadable told of records that are not what their topic holds
     */
    public record Settings(
            String bootstrapServers,
            ClusterPreparation prepare,
            Consumer<ConsumerRecord<byte[], byte[]>> onUnreadable) {}

    /** Waits for the cluster and makes it usable. */
    @FunctionalInterface
    public interface ClusterPreparation {
        /** @throws KafkaException when it is not usable yet */
        String clusterId();
    }

    public JobView(ViewStore store, Settings settings, List<ViewListener> listeners, MeterRegistry meters) {
        this.store = store;
        this.settings = settings;
        this.listeners = List.copyOf(listeners);
        this.meters = meters;
        this.thread = new LogReaderThread("ingest-view", config(settings.bootstrapServers()), new Session());
        IngestMetric.VIEW_LAG.gauge(meters, this::lag);
    }

    public void start() {
        thread.start();
    }

    /** Whether the view has caught up with what was in the log when this process began. */
    public boolean isReady() {
        return ready;
    }

    /** The partition of a job's submission; empty before the view has begun. */
    OptionalInt submissionPartition(String jobId) {
        int partitions = submissionPartitions;
        byte[] key = Utils.utf8(jobId);
        return partitions == 0
                ? OptionalInt.empty()
                : OptionalInt.of(Utils.toPositive(Utils.murmur2(key)) % partitions);
    }

    /** Whether every record of the partition of submissions before {@code offset} was applied within {@code timeout}. */
    boolean awaitSubmissions(int partition, long offset, Duration timeout) {
        return positions.awaitPast(new TopicPartition(Topics.JOB_SUBMITTED.name(), partition), offset, timeout);
    }

    /** From where the store is, to wherever the log goes. */
    private final class Session implements LogReaderThread.Session {
        @Override
        public void prepare() {
            store.belongTo(settings.prepare().clusterId());
        }

        @Override
        public Runnable begin(KafkaConsumer<byte[], byte[]> consumer) {
            ViewReader reader = new ViewReader(consumer, store, positions, listeners, settings.onUnreadable(), meters);
            submissionPartitions = reader.start(!listenersKnow);
            listenersKnow = true;
            return () -> ready = reader.poll() || ready;
        }

        @Override
        public void failed(RuntimeException failure) {
            LOG.atWarn().addKeyValue("cause", failure.toString()).log("the view cannot read the log; trying again");
        }
    }

    private static Map<String, Object> config(String bootstrapServers) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "ingest-api-view",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
    }

    private double lag() {
        return thread.consumer().map(JobView::lagOf).orElse(Double.NaN);
    }

    private static double lagOf(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("records-lag-max")
                        && metric.getKey().tags().size() == 1)
                .map(metric -> metric.getValue().metricValue())
                .mapToDouble(value -> value instanceof Double number && !number.isNaN() ? number : 0)
                .max()
                .orElse(0);
    }

    /** Stops reading and waits until the store is no longer written. */
    @Override
    public void close() {
        thread.close();
    }
}
