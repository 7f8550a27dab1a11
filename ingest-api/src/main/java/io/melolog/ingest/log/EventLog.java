package io.melolog.ingest.log;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.event.EventSerializer;
import io.melolog.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Appends events and returns when every in-sync replica has them (acks=all, idempotent). Thread-safe. */
public final class EventLog implements AutoCloseable {
    private static final String SOURCE = "/ingest-api";
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<String, Event> producer;
    private final Duration timeout;

    /** @param timeout how long an append may take, retries included */
    public EventLog(String bootstrapServers, Duration timeout) {
        this.timeout = timeout;
        this.producer = new KafkaProducer<>(
                config(bootstrapServers, timeout), new StringSerializer(), new EventSerializer<>(SOURCE));
    }

    private static Map<String, Object> config(String bootstrapServers, Duration timeout) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "ingest-api-log");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * 1024 * 1024);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis() / 2);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        return config;
    }

    /**
     * Appends and waits for the acknowledgement.
     *
     * @param traceParent W3C trace context of the call that caused the event
     * @return where it is in the log
     * @throws ProblemException {@code broker_unavailable} when no acknowledgement came in time; the event may be in the log all the same
     */
    public <T extends Event> RecordMetadata append(Topic<T> topic, T event, String traceParent) {
        try {
            return send(topic, event, traceParent).get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw unavailable(e);
        }
    }

    /** Appends without waiting: for what nobody waits for. A failure is the producer's to log. */
    public <T extends Event> Future<RecordMetadata> send(Topic<T> topic, T event, String traceParent) {
        ProducerRecord<String, Event> entry = new ProducerRecord<>(topic.name(), event.eventKey(), event);
        EventHeaders.set(entry.headers(), EventHeaders.TRACE_PARENT, traceParent);
        return producer.send(entry);
    }

    private static ProblemException unavailable(Exception cause) {
        return ProblemException.passing(
                ProblemCode.BROKER_UNAVAILABLE,
                "The request could not be recorded; nothing was started. Try again.",
                RETRY_AFTER_SECONDS,
                cause);
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
