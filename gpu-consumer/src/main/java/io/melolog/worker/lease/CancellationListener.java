package io.melolog.worker.lease;

import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkCancelled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code audio.work.cancelled.v1} from its beginning, since what was cancelled while no worker ran is still to be skipped. It belongs to no
 * group: every worker reads everything.
 */
final class CancellationListener implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CancellationListener.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int API_TIMEOUT_MILLIS = 5_000;

    private final String bootstrapServers;
    private final CancelledRequests cancelled;
    private volatile boolean closed;

    CancellationListener(String bootstrapServers, CancelledRequests cancelled) {
        this.bootstrapServers = bootstrapServers;
        this.cancelled = cancelled;
    }

    /** Until it is closed; survives every fault of the broker. */
    @Override
    public void run() {
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = open()) {
                follow(consumer);
            } catch (KafkaException | IllegalStateException e) {
                LOG.atWarn()
                        .setMessage("cancellations not read, trying again")
                        .setCause(e)
                        .log();
                pause();
            }
        }
    }

    /** Ends it within some seconds. */
    @Override
    public void close() {
        closed = true;
    }

    private Consumer<byte[], byte[]> open() {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                API_TIMEOUT_MILLIS,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.WORK_CANCELLED.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (!closed) {
            consumer.poll(POLL).forEach(this::remember);
        }
    }

    private void remember(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() != null) {
                cancelled.cancel(
                        EventJson.read(record.value(), WorkCancelled.class).requestId());
            }
        } catch (EventFormatException e) {
            // Nothing is lost: the work is done though nobody waits for it. The ledger owns this topic.
            LOG.atWarn()
                    .setMessage("unreadable cancellation")
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log();
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }
}
