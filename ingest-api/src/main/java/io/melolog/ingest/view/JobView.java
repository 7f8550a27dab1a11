package io.melolog.ingest.view;

import io.melolog.ingest.metric.IngestMetric;
import io.melolog.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store up to date on a thread of its own, through every outage of the broker. Thread-safe. The store is not owned: close this
 * first.
 */
public final class JobView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobView.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final long CLOSE_MILLIS = 5_000;

    private final ViewStore store;
    private final ViewPositions positions = new ViewPositions();
    private final Settings settings;
    private final List<ViewListener> listeners;
    private final MeterRegistry meters;
    private final Thread thread;
    private final AtomicReference<KafkaConsumer<byte[], byte[]>> current = new AtomicReference<>();
    private volatile boolean closed;
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
        this.thread = Thread.ofPlatform().name("ingest-view").daemon().unstarted(this::run);
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

    private void run() {
        while (!closed) {
            try {
                session();
            } catch (WakeupException e) {
                LOG.atDebug().log("the view was asked to stop");
            } catch (RuntimeException e) {
                pause(e);
            }
        }
    }

    private void session() {
        store.belongTo(settings.prepare().clusterId());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            current.set(consumer);
            ViewReader reader = new ViewReader(consumer, store, positions, listeners, settings.onUnreadable(), meters);
            submissionPartitions = reader.start(!listenersKnow);
            listenersKnow = true;
            while (!closed) {
                ready = reader.poll() || ready;
            }
        } finally {
            current.set(null);
        }
    }

    private Map<String, Object> config() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
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

    private void pause(RuntimeException e) {
        if (closed) {
            return;
        }
        LOG.atWarn().addKeyValue("cause", e.toString()).log("the view cannot read the log; trying again");
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private double lag() {
        KafkaConsumer<byte[], byte[]> consumer = current.get();
        if (consumer == null || closed) {
            return Double.NaN;
        }
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
        closed = true;
        KafkaConsumer<byte[], byte[]> consumer = current.get();
        if (consumer == null) {
            thread.interrupt();
        } else {
            consumer.wakeup();
        }
        try {
            if (!thread.join(Duration.ofMillis(CLOSE_MILLIS))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
