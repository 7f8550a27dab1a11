package io.melolog.worker.lease;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;

/**
 * One leased record. Used by the thread that polls its consumer.
 *
 * <p>A renewal is committed at once and then polled for: the poll hands the same record back and fetches no other. Renewing by a poll alone would
 * let the client fetch and lock the next record while this one is worked on.
 */
final class Lease {
    private final ShareConsumer<byte[], byte[]> consumer;
    private final Duration timeout;
    private final ConsumerRecord<byte[], byte[]> record;
    private boolean held = true;

    /** @param timeout how long to wait for the broker's answer: well below the lock */
    Lease(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record, Duration timeout) {
        this.consumer = consumer;
        this.record = record;
        this.timeout = timeout;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    /** 1 for the first time. */
    int delivery() {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }

    /** Starts the lock anew. @return false when the lease is lost: another worker may get the record */
    boolean renew() {
        if (held) {
            held = acknowledge(AcknowledgeType.RENEW) && pollAgain();
        }
        return held;
    }

    /** Ends the lease: the record is done. @return false when the broker did not take it, so that the record comes again */
    boolean accept() {
        boolean taken = held && acknowledge(AcknowledgeType.ACCEPT);
        held = false;
        return taken;
    }

    private boolean acknowledge(AcknowledgeType type) {
        consumer.acknowledge(record, type);
        Map<TopicIdPartition, Optional<KafkaException>> answers = consumer.commitSync(timeout);
        return !answers.isEmpty() && answers.values().stream().allMatch(Optional::isEmpty);
    }

    /** Takes the renewed record back in hand, without which it could not be acknowledged again. */
    private boolean pollAgain() {
        for (ConsumerRecord<byte[], byte[]> back : consumer.poll(timeout)) {
            if (back.offset() == record.offset()
                    && back.partition() == record.partition()
                    && back.topic().equals(record.topic())) {
                return true;
            }
            throw new IllegalStateException("a renewal brought another record");
        }
        return false;
    }
}
