package io.melolog.ingest.model;

import io.melolog.ingest.log.LogReaderThread;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The models that jobs may ask for, kept up to date from the log on a thread of its own and held in memory: the topics are compacted and small. A
 * model that it does not know is looked for again once it has read everything that was in the log when the question came. Thread-safe.
 */
public final class ModelCatalogue implements AutoCloseable {
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);
    /** A service that has only just begun to listen reads the catalogue meanwhile. */
    private static final Duration MAX_START = Duration.ofSeconds(15);

    private static final int MAX_WAITING = 64;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Admin admin;
    private final CatalogueReader reader;
    private final LogReaderThread thread;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    /**
     * How the log is reached.
     *
     * @param prepare makes sure of the topics; tried again while it throws
     * @param onUnreadable told of records that are not what their topic holds
     */
    public record Settings(
            String bootstrapServers, Runnable prepare, Consumer<ConsumerRecord<byte[], byte[]>> onUnreadable) {}

    public ModelCatalogue(Settings settings, Admin admin, MeterRegistry meters) {
        this.admin = admin;
        this.reader = new CatalogueReader(settings, meters);
        this.thread = new LogReaderThread("ingest-models", config(settings.bootstrapServers()), reader);
    }

    public void start() {
        thread.start();
    }

    /** Whether the catalogue has caught up with what was in the log when this process began. */
    public boolean isReady() {
        try {
            return reader.awaitReady(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The model of a name and version, or the newest of a bare name.
     *
     * @return empty when no such model is registered, also where the log ends
     * @throws ProblemException {@code view_behind} when that cannot be told in time
     */
    public Optional<CatalogueModel> find(String nameOrRef) {
        Optional<CatalogueModel> known = findNow(nameOrRef);
        if (known.isEmpty() && isReference(nameOrRef)) {
            awaitWhatIsInTheLog();
            known = findNow(nameOrRef);
        }
        return known;
    }

    /** What a job uses for the stage that names no model. */
    public CatalogueModel active(Stage stage) {
        awaitReady();
        return reader.models().active(stage);
    }

    /** Every model, by stage. */
    public List<CatalogueModel> all() {
        awaitReady();
        return reader.models().all();
    }

    /** Everything that is known now. */
    ModelSet models() {
        return reader.models();
    }

    /** Returns when the record is in the view, so that who wrote it reads it. */
    void awaitRecord(RecordMetadata entry) {
        TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
        if (!reader.awaitPast(partition, entry.offset() + 1, MAX_WAIT)) {
            throw behind(null);
        }
    }

    /** Returns when the view has passed the end of the log as it is now. */
    void awaitWhatIsInTheLog() {
        awaitReady();
        if (!waiting.tryAcquire()) {
            throw behind(null);
        }
        try {
            long deadlineNanos = System.nanoTime() + MAX_WAIT.toNanos();
            ends().forEach((partition, end) -> {
                if (!reader.awaitPast(partition, end, Duration.ofNanos(deadlineNanos - System.nanoTime()))) {
                    throw behind(null);
                }
            });
        } finally {
            waiting.release();
        }
    }

    private Optional<CatalogueModel> findNow(String nameOrRef) {
        if (!isReference(nameOrRef)) {
            return Optional.empty();
        }
        return nameOrRef.indexOf('@') < 0
                ? reader.models().newest(nameOrRef)
                : reader.models().find(ModelRef.parse(nameOrRef));
    }

    /** Whether any model could be called so. */
    private static boolean isReference(String text) {
        try {
            ModelRef.parse(text.indexOf('@') < 0 ? text + "@1" : text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void awaitReady() {
        try {
            if (!reader.awaitReady(MAX_START)) {
                throw behind(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw behind(e);
        }
    }

    private Map<TopicPartition, Long> ends() {
        Map<TopicPartition, OffsetSpec> wanted = reader.partitions().stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        try {
            admin.listOffsets(wanted)
                    .all()
                    .get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw behind(e);
        } catch (ExecutionException | TimeoutException e) {
            throw behind(e);
        }
    }

    private static Map<String, Object> config(String bootstrapServers) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "ingest-api-models",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
    }

    private static ProblemException behind(@Nullable Exception cause) {
        return ProblemException.passing(
                ProblemCode.VIEW_BEHIND,
                "Which models are registered cannot be told at the moment. Try again.",
                RETRY_AFTER_SECONDS,
                cause);
    }

    @Override
    public void close() {
        thread.close();
    }
}
