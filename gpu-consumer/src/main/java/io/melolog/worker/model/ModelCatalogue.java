package io.melolog.worker.model;

import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of {@code audio.model.registered.v1}, read from its beginning by a thread of its own. It belongs to no group: every worker reads
 * everything. Thread-safe.
 */
public final class ModelCatalogue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelCatalogue.class);
    private static final String TOPIC = Topics.MODEL_REGISTERED.name();
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int API_TIMEOUT_MILLIS = 5_000;

    private final String bootstrapServers;
    private final UnreadableRegistrations unreadable;
    private final Map<ModelRef, ModelRegistration> models = new ConcurrentHashMap<>();
    private final CaughtUp caughtUp = new CaughtUp();
    private volatile boolean closed;
    private final Thread reader;

    /** Begins to read; the broker and the topic may come later. */
    public ModelCatalogue(String bootstrapServers, Clock clock) {
        this.bootstrapServers = bootstrapServers;
        this.unreadable = new UnreadableRegistrations(bootstrapServers, clock);
        this.reader = Thread.ofPlatform().name("model-catalogue").daemon().start(this::run);
    }

    /**
     * A model that jobs may ask for. One that is not known (any more) is only reported so once everything has been read that was written before
     * the call.
     *
     * @param patience how long to wait for that
     * @throws CatalogueUnavailableException when the broker does not answer for that long
     */
    Optional<ModelRegistration.Added> find(ModelRef model, Duration patience)
            throws CatalogueUnavailableException, InterruptedException {
        if (models.get(model) instanceof ModelRegistration.Added added) {
            return Optional.of(added);
        }
        if (!caughtUp.await(patience)) {
            throw new CatalogueUnavailableException();
        }
        return models.get(model) instanceof ModelRegistration.Added added ? Optional.of(added) : Optional.empty();
    }

    /** Ends the reading within some seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            reader.join(PAUSE.plusMillis(API_TIMEOUT_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        unreadable.close();
    }

    /** Until it is closed; survives every fault of the broker. */
    private void run() {
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = open()) {
                follow(consumer);
            } catch (KafkaException | IllegalStateException e) {
                LOG.atWarn().setCause(e).log("model catalogue not read, trying again");
            }
            pause();
        }
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
                // The one who creates topics knows that this one is compacted.
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                API_TIMEOUT_MILLIS,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> known = consumer.partitionsFor(TOPIC);
        if (known == null || known.isEmpty()) {
            return;
        }
        List<TopicPartition> partitions = known.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (!closed) {
            caughtUp.ask(() -> consumer.endOffsets(partitions));
            consumer.poll(POLL).forEach(this::remember);
            caughtUp.answer(consumer::position);
        }
    }

    private void remember(ConsumerRecord<byte[], byte[]> record) {
        try {
            byte @Nullable [] value = record.value();
            if (value == null) {
                models.remove(Registrations.keyOf(record.key()));
            } else {
                ModelRegistration registration = Registrations.parse(value);
                models.put(registration.model(), registration);
            }
        } catch (EventFormatException e) {
            unreadable.report(record, e);
        }
    }

    private void pause() {
        try {
            if (!closed) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }
}
