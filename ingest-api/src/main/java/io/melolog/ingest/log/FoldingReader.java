package io.melolog.ingest.log;

import io.melolog.ingest.metric.IngestMetric;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
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

/** Reads topics, every partition and without a group, into one immutable value. Read by any thread, run by one. */
final class FoldingReader<S> implements LogReaderThread.Session {
    private static final Logger LOG = LoggerFactory.getLogger(FoldingReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final MemoryView.Source<S> source;
    private final MemoryView.Settings settings;
    private final MeterRegistry meters;
    private final LogPositions positions = new LogPositions();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile List<TopicPartition> partitions = List.of();
    private volatile S value;

    FoldingReader(MemoryView.Source<S> source, MemoryView.Settings settings, MeterRegistry meters) {
        this.source = source;
        this.settings = settings;
        this.meters = meters;
        this.value = source.empty();
    }

    S value() {
        return value;
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
        List<TopicPartition> all = source.topics().stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        Map<TopicPartition, Long> known = positions.snapshot();
        all.forEach(partition -> consumer.seek(partition, known.getOrDefault(partition, 0L)));
        partitions = all;
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        return () -> poll(consumer, ends);
    }

    @Override
    public void failed(RuntimeException failure) {
        LOG.atWarn()
                .addKeyValue("view", source.name())
                .addKeyValue("cause", failure.toString())
                .log("a view cannot read the log; trying again");
    }

    private void poll(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        S next = value;
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
            next = entry.value() == null ? next : folded(next, entry);
            IngestMetric.VIEW_RECORDS.counter(meters, entry.topic()).increment();
        }
        value = next;
        Map<TopicPartition, Long> now = new HashMap<>();
        consumer.assignment().forEach(partition -> now.put(partition, consumer.position(partition)));
        positions.advance(now);
        if (positions.arePast(ends)) {
            ready.countDown();
        }
    }

    private S folded(S known, ConsumerRecord<byte[], byte[]> entry) {
        try {
            return source.fold().with(known, topicOf(entry), entry.value());
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

    private Topic<?> topicOf(ConsumerRecord<byte[], byte[]> entry) {
        return source.topics().stream()
                .filter(topic -> topic.name().equals(entry.topic()))
                .findFirst()
                .orElseThrow();
    }
}
