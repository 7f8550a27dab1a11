package io.melolog.worker.lease;

import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.topic.Topics;
import io.melolog.worker.lease.WorkerMetrics.Metric;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names records that cannot be read, so that people can look at them. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String SERVICE = "gpu-consumer";
    private static final String UNREADABLE = "unreadable_record";

    private DeadLetters() {}

    /** @return whether the broker has it; false only when the worker stops before */
    static boolean write(
            ConsumerRecord<byte[], byte[]> record, int delivery, EventFormatException cause, WorkerParts parts) {
        byte[] key = record.key();
        DeadLetter letter = new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                key == null ? "" : new String(key, StandardCharsets.UTF_8),
                SERVICE,
                UNREADABLE,
                cause.getClass().getName(),
                delivery,
                parts.clock().instant());
        LOG.atWarn()
                .setMessage("unreadable request")
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log();
        parts.metrics().count(Metric.DEAD_LETTERS);
        return parts.events()
                .write(
                        Topics.DEAD_LETTER,
                        letter,
                        EventHeaders.get(record.headers(), EventHeaders.TRACE_PARENT),
                        parts.drain()::patienceOver);
    }
}
