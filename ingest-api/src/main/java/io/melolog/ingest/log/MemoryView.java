package io.melolog.ingest.log;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Small compacted topics as one immutable value in memory, kept up to date from the log on a thread of its own, on every replica. Thread-safe.
 *
 * @param <S> the value
 */
public final class MemoryView<S> implements AutoCloseable {
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);
    /** A service that has only just begun to listen reads its topics meanwhile. */
    private static final Duration MAX_START = Duration.ofSeconds(15);

    private static final int MAX_WAITING = 256;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Source<S> source;
    private final FoldingReader<S> reader;
    private final LogReaderThread thread;
    private final LogEnds ends;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    /**
     * How the log is reached.
     *
     * @param prepare makes sure of the topics; tried again while it throws
     * @param onUnreadable told of records that are not what their topic holds
     */
    public record Settings(
            String bootstrapServers, Runnable prepare, Consumer<ConsumerRecord<byte[], byte[]>> onUnreadable) {}

    /**
     * What is read.
     *
     * @param name of the view, in logs and thread names
     * @param behind what a caller is told when the view is not up to date in time
     */
    public record Source<S>(String name, List<Topic<?>> topics, S empty, Fold<S> fold, String behind) {
        public Source {
            topics = List.copyOf(topics);
        }
    }

    /** How a record changes the value. */
    @FunctionalInterface
    public interface Fold<S> {
        /** @throws EventFormatException when it is no record of the topic */
        S with(S known, Topic<?> topic, byte[] json);
    }

    public MemoryView(Source<S> source, Settings settings, Admin admin, MeterRegistry meters) {
        this.source = source;
        this.reader = new FoldingReader<>(source, settings, meters);
        String client = "ingest-" + source.name();
        this.thread = new LogReaderThread(client, config(settings.bootstrapServers(), client), reader);
        this.ends = new LogEnds(admin, MAX_WAIT);
    }

    public void start() {
        thread.start();
    }

    /** Whether the view has caught up with what was in the log when this process began. */
    public boolean isReady() {
        return isReadyWithin(Duration.ZERO);
    }

    /** Everything that is known now. */
    public S now() {
        return reader.value();
    }

    /**
     * Everything that is known, once the view has caught up with what was in the log when this process began.
     *
     * @throws ProblemException {@code view_behind} when that takes too long
     */
    public S caughtUp() {
        if (!isReadyWithin(MAX_START)) {
            throw behind(null);
        }
        return now();
    }

    /** Returns when the record is in the view, so that who wrote it reads it. */
    public void awaitRecord(RecordMetadata entry) {
        TopicPartition partition = new TopicPartition(entry.topic(), entry.partition());
        if (!reader.awaitPast(partition, entry.offset() + 1, MAX_WAIT)) {
            throw behind(null);
        }
    }

    /**
     * Returns when the view has passed the end of the log as it is now. Callers that come at the same time share one question to the broker.
     *
     * @throws ProblemException {@code view_behind} when that takes too long
     */
    public void awaitWhatIsInTheLog() {
        long cameNanos = System.nanoTime();
        caughtUp();
        if (!waiting.tryAcquire()) {
            throw behind(null);
        }
        try {
            long deadlineNanos = System.nanoTime() + MAX_WAIT.toNanos();
            Map<TopicPartition, Long> wanted =
                    ends.since(cameNanos, reader.partitions()).orElseThrow(() -> behind(null));
            wanted.forEach((partition, end) -> {
                if (!reader.awaitPast(partition, end, Duration.ofNanos(deadlineNanos - System.nanoTime()))) {
                    throw behind(null);
                }
            });
        } finally {
            waiting.release();
        }
    }

    private boolean isReadyWithin(Duration timeout) {
        try {
            return reader.awaitReady(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, Object> config(String bootstrapServers, String client) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                client,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
    }

    private ProblemException behind(@Nullable Exception cause) {
        return ProblemException.passing(ProblemCode.VIEW_BEHIND, source.behind(), RETRY_AFTER_SECONDS, cause);
    }

    @Override
    public void close() {
        thread.close();
    }
}
