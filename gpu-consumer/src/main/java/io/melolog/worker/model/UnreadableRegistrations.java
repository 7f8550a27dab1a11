package io.melolog.worker.model;

import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the dead-letter topic which registrations this worker could not read. Each worker says so on each start, under the same id. The producer
 * is made when the first one comes, since hardly ever one does. One thread at a time.
 */
final class UnreadableRegistrations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRegistrations.class);
    private static final String SERVICE = "gpu-consumer";
    private static final String UNREADABLE = "unreadable_record";
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String bootstrapServers;
    private final Clock clock;
    private @Nullable Producer<String, byte[]> producer;

    UnreadableRegistrations(String bootstrapServers, Clock clock) {
        this.bootstrapServers = bootstrapServers;
        this.clock = clock;
    }

    void report(ConsumerRecord<byte[], byte[]> record, EventFormatException cause) {
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("unreadable registration of a model");
        byte[] key = record.key();
        DeadLetter letter = new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                key == null ? "" : new String(key, StandardCharsets.UTF_8),
                SERVICE,
                UNREADABLE,
                cause.getClass().getName(),
                1,
                clock.instant());
        send(letter);
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_TIMEOUT);
        }
    }

    private void send(DeadLetter letter) {
        Headers headers = new RecordHeaders();
        byte[] json =
                Topics.DEAD_LETTER.serializer("/" + SERVICE).serialize(Topics.DEAD_LETTER.name(), headers, letter);
        try {
            var unused = producer()
                    .send(new ProducerRecord<>(Topics.DEAD_LETTER.name(), null, letter.eventKey(), json, headers));
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("dead letter not written; the next start writes it");
        }
    }

    private Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrapServers,
                            ProducerConfig.ACKS_CONFIG,
                            "all",
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            5_000),
                    new StringSerializer(),
                    new ByteArraySerializer());
        }
        return producer;
    }
}
