package io.melolog.topology.retire;

import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.topology.deadletter.DeadLetters;
import io.melolog.topology.metric.TopologyMeters;
import io.melolog.topology.metric.TopologyMetric;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what {@code audio.objects.retired.v1} names, one record at a time. The answer to the ledger and the consumer's progress are one
 * transaction: once the ledger may request the work again, this deletion is never repeated, so it cannot hit new objects. Confined to one thread.
 */
final class RetireSession implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(RetireSession.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(500);
    private static final Duration BUSY_POLL = Duration.ofMillis(50);
    /** A refusal, unlike an outage, is not tried for ever. */
    private static final int MAX_REFUSALS = 10;

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final ObjectStorage storage;
    private final RetireSettings settings;
    private final DeadLetters deadLetters;
    private final TopologyMeters meters;
    private final Clock clock;
    private final Deque<ConsumerRecord<byte[], byte[]>> pending = new ArrayDeque<>();
    private int failures;
    private Instant retryAt = Instant.MIN;

    RetireSession(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            ObjectStorage storage,
            RetireSettings settings,
            DeadLetters deadLetters,
            TopologyMeters meters,
            Clock clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.storage = storage;
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.clock = clock;
    }

    void open() {
        producer.initTransactions();
        consumer.subscribe(List.of(Topics.OBJECTS_RETIRED.name()), this);
    }

    /** Polls once, and works off what is there unless the storage needs a rest. Polling goes on meanwhile, so the group stays calm. */
    void step() {
        consumer.poll(pending.isEmpty() ? IDLE_POLL : BUSY_POLL).forEach(pending::add);
        while (!pending.isEmpty() && !clock.instant().isBefore(retryAt)) {
            handle(pending.getFirst());
        }
        if (pending.isEmpty()) {
            consumer.resume(consumer.paused());
        } else {
            consumer.pause(consumer.assignment());
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        pending.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
        failures = 0;
        retryAt = Instant.MIN;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // Positions come from the committed offsets.
    }

    private void handle(ConsumerRecord<byte[], byte[]> record) {
        ObjectsRetired retired;
        try {
            byte[] value = record.value();
            retired = EventJson.read(value == null ? new byte[0] : value, ObjectsRetired.class);
        } catch (EventFormatException e) {
            finish(record, List.of(letter(record, DeadLetters.UNREADABLE, e)));
            return;
        }
        try {
            storage.delete(retired, clock.instant());
            meters.count(TopologyMetric.DELETIONS);
            finish(record, answer(retired, record.headers()));
        } catch (StorageException e) {
            failed(record, retired, e);
        } catch (IllegalArgumentException | NullPointerException e) {
            finish(record, List.of(letter(record, DeadLetters.UNPROCESSABLE, e)));
        }
    }

    private void failed(ConsumerRecord<byte[], byte[]> record, ObjectsRetired retired, StorageException e) {
        failures++;
        if (e.refused() && failures >= MAX_REFUSALS) {
            List<ProducerRecord<byte[], byte[]>> out = new ArrayList<>(answer(retired, record.headers()));
            out.add(letter(record, DeadLetters.UNPROCESSABLE, e));
            finish(record, out);
            return;
        }
        long factor = 1L << Math.min(failures - 1, 20);
        long millis = Math.min(
                settings.firstBackoff().toMillis() * factor,
                settings.maxBackoff().toMillis());
        retryAt = clock.instant().plusMillis(millis);
        meters.count(TopologyMetric.DELETIONS_RETRIED);
        log.atWarn()
                .addKeyValue("ownerId", retired.ownerId())
                .addKeyValue("attempt", failures)
                .addKeyValue("cause", e.getClass().getName())
                .log("retired objects could not be deleted; trying again");
    }

    private void finish(ConsumerRecord<byte[], byte[]> record, List<ProducerRecord<byte[], byte[]>> out) {
        producer.beginTransaction();
        out.forEach(producer::send);
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        producer.sendOffsetsToTransaction(
                Map.of(partition, new OffsetAndMetadata(record.offset() + 1)), consumer.groupMetadata());
        producer.commitTransaction();
        pending.removeFirst();
        failures = 0;
    }

    /** The ledger waits for the end of a work's or an original's deletion; {@code at} names which one. */
    private static List<ProducerRecord<byte[], byte[]>> answer(ObjectsRetired retired, Headers cause) {
        if (retired.kind() == ObjectsRetired.Kind.JOB) {
            return List.of();
        }
        WorkAsked deleted = new WorkAsked.Deleted(retired.ownerId(), retired.at());
        Headers headers = new RecordHeaders();
        EventHeaders.get(cause, EventHeaders.TRACE_PARENT)
                .ifPresent(trace -> EventHeaders.set(headers, EventHeaders.TRACE_PARENT, trace));
        byte[] value = Topics.WORK_ASKED
                .serializer("/" + DeadLetters.SERVICE)
                .serialize(Topics.WORK_ASKED.name(), headers, deleted);
        byte[] key = deleted.eventKey().getBytes(StandardCharsets.UTF_8);
        return List.of(new ProducerRecord<>(Topics.WORK_ASKED.name(), null, null, key, value, headers));
    }

    private ProducerRecord<byte[], byte[]> letter(ConsumerRecord<byte[], byte[]> record, String code, Exception e) {
        return deadLetters.of(
                record.topic(), record.partition(), record.offset(), record.key(), record.headers(), code, e);
    }
}
