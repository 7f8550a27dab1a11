package io.melolog.ingest.model;

import io.melolog.ingest.log.LogPositions;
import io.melolog.ingest.log.LogReaderThread;
import io.melolog.ingest.metric.IngestMetric;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.model.ModelActivated;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topics of the catalogue, every partition and without a group, into a {@link ModelSet}. Read by any thread, run by one. */
final class CatalogueReader implements LogReaderThread.Session {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final ModelCatalogue.Settings settings;
    private final MeterRegistry meters;
    private final LogPositions positions = new LogPositions();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile List<TopicPartition> partitions = List.of();
    private volatile ModelSet models = ModelSet.EMPTY;

    CatalogueReader(ModelCatalogue.Settings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
    }

    ModelSet models() {
        return models;
    }

    /** What is read; empty before the first session. */
    List<TopicPartition> partitions() {
        return partitions;
    }

    /** Whether what was in the log when reading began was read within {@code timeout}. */
    boolean awaitReady(Duration timeout) throws InterruptedException {
        return ready.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether every record of the partition before {@code offset} was read within {@code timeout}. */
    boolean awaitPast(TopicPartition partition, long offset, Duration timeout) {
        return positions.awaitPast(partition, offset, timeout);
    }

    @Override
    public void prepare() {
        settings.prepare().run();
    }

    /** From where the last session ended. */
    @Override
    public Runnable begin(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> all = new ArrayList<>(partitionsOf(consumer, Topics.MODEL_REGISTERED.name()));
        all.addAll(partitionsOf(consumer, Topics.MODEL_ACTIVATED.name()));
        consumer.assign(all);
        Map<TopicPartition, Long> known = positions.snapshot();
        all.forEach(partition -> consumer.seek(partition, known.getOrDefault(partition, 0L)));
        partitions = List.copyOf(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        return () -> poll(consumer, ends);
    }

    @Override
    public void failed(RuntimeException failure) {
        LOG.atWarn().addKeyValue("cause", failure.toString()).log("the catalogue cannot be read; trying again");
    }

    private void poll(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        ModelSet next = models;
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
            next = entry.value() == null ? next : applied(next, entry);
            IngestMetric.VIEW_RECORDS.counter(meters, entry.topic()).increment();
        }
        models = next;
        Map<TopicPartition, Long> now = new HashMap<>();
        consumer.assignment().forEach(partition -> now.put(partition, consumer.position(partition)));
        positions.advance(now);
        if (positions.arePast(ends)) {
            ready.countDown();
        }
    }

    private ModelSet applied(ModelSet known, ConsumerRecord<byte[], byte[]> entry) {
        try {
            return entry.topic().equals(Topics.MODEL_REGISTERED.name())
                    ? known.with(EventJson.read(entry.value(), ModelRegistration.class))
                    : known.with(EventJson.read(entry.value(), ModelActivated.class));
        } catch (EventFormatException e) {
            LOG.atError()
                    .addKeyValue("topic", entry.topic())
                    .addKeyValue("partition", entry.partition())
                    .addKeyValue("offset", entry.offset())
                    .log("a record cannot be read");
            IngestMetric.VIEW_UNREADABLE.counter(meters, entry.topic()).increment();
            settings.onUnreadable().accept(entry);
            return known;
        }
    }

    private static List<TopicPartition> partitionsOf(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }
}
