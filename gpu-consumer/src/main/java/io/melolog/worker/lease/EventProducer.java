package io.melolog.worker.lease;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events: some in passing, some for certain. Thread-safe. */
final class EventProducer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventProducer.class);
    private static final String SOURCE = "/gpu-consumer";
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;

    EventProducer(String bootstrapServers, String clientId) {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                clientId,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                12_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Writes an event that may be lost: progress. Never throws for the broker's sake. */
    <T extends Event> void offer(Topic<T> topic, T event, Optional<String> traceParent) {
        try {
            send(topic, event, traceParent);
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            LOG.atDebug()
                    .setMessage("event not written")
                    .addKeyValue("topic", topic.name())
                    .setCause(e)
                    .log();
        }
    }

    /**
     * Writes an event and waits until every in-sync replica has it, however long the broker is away. An interrupt does not stop it, but is restored
     * afterwards.
     *
     * @param givenUp asked after each failure
     * @return false when given up
     */
    <T extends Event> boolean write(Topic<T> topic, T event, Optional<String> traceParent, BooleanSupplier givenUp) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    send(topic, event, traceParent).get();
                    return true;
                } catch (InterruptedException | InterruptException e) {
                    interrupted = true;
                    Thread.interrupted();
                } catch (ExecutionException | KafkaException e) {
                    logFailure(topic, e);
                    interrupted |= pause();
                }
                if (givenUp.getAsBoolean()) {
                    return false;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private <T extends Event> Future<RecordMetadata> send(Topic<T> topic, T event, Optional<String> traceParent) {
        Headers headers = new RecordHeaders();
        traceParent.ifPresent(trace -> EventHeaders.set(headers, EventHeaders.TRACE_PARENT, trace));
        byte[] json = topic.serializer(SOURCE).serialize(topic.name(), headers, event);
        return producer.send(new ProducerRecord<>(topic.name(), null, event.eventKey(), json, headers));
    }

    private static void logFailure(Topic<?> topic, Exception e) {
        LOG.atWarn()
                .setMessage("event not written yet, trying again")
                .addKeyValue("topic", topic.name())
                .addKeyValue("cause", e.getMessage())
                .log();
    }

    /** @return whether it was interrupted */
    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
