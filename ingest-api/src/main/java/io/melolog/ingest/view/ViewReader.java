package io.melolog.ingest.view;

import io.melolog.ingest.log.LogPositions;
import io.melolog.ingest.metric.IngestMetric;
import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session of reading the log into the store, from where the store ends: every partition of submissions, statuses and events, without a group, so
 * that each replica has everything. Used by one thread.
 */
final class ViewReader {
    private static final Logger LOG = LoggerFactory.getLogger(ViewReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int FINISHED_AT_START = 50;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ViewStore store;
    private final LogPositions positions;
    private final List<ViewListener> listeners;
    private final Consumer<ConsumerRecord<byte[], byte[]>> onUnreadable;
    private final MeterRegistry meters;
    private Map<TopicPartition, Long> endAtStart = Map.of();
    private boolean live;

    ViewReader(
            KafkaConsumer<byte[], byte[]> consumer,
            ViewStore store,
            LogPositions positions,
            List<ViewListener> listeners,
            Consumer<ConsumerRecord<byte[], byte[]>> onUnreadable,
            MeterRegistry meters) {
        this.consumer = consumer;
        this.store = store;
        this.positions = positions;
        this.listeners = listeners;
        this.onUnreadable = onUnreadable;
        this.meters = meters;
    }

    /** Seeks every partition; returns how many partitions submissions have. */
    int start(boolean tellStored) {
        if (tellStored) {
            tellStored();
        }
        int submissionPartitions = partitionsOf(Topics.JOB_SUBMITTED.name()).size();
        List<TopicPartition> all = new ArrayList<>(partitionsOf(Topics.JOB_SUBMITTED.name()));
        all.addAll(partitionsOf(Topics.JOB_STATUS.name()));
        all.addAll(partitionsOf(Topics.JOB_EVENT.name()));
        consumer.assign(all);
        for (TopicPartition partition : all) {
            store.position(partition)
                    .ifPresentOrElse(
                            next -> consumer.seek(partition, next), () -> consumer.seekToBeginning(List.of(partition)));
        }
        endAtStart = consumer.endOffsets(all);
        positions.advance(currentPositions(all));
        live = positions.arePast(endAtStart);
        return submissionPartitions;
    }

    /** Listeners start with the jobs that matter to them, as the store has them. */
    private void tellStored() {
        for (State state : State.values()) {
            int limit = state.isFinal() ? FINISHED_AT_START : Integer.MAX_VALUE;
            for (ViewedJob job : store.newest(state, limit).reversed()) {
                listeners.forEach(listener -> listener.changed(null, job, false));
            }
        }
    }

    private List<TopicPartition> partitionsOf(String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        return partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    /** Reads once; returns whether the view has reached what was in the log when it began. */
    boolean poll() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        List<ViewedJob> jobs = new ArrayList<>(records.count());
        List<StoredEvent> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> entry : records) {
            read(entry, jobs, events);
            IngestMetric.VIEW_RECORDS.counter(meters, entry.topic()).increment();
        }
        Map<TopicPartition, Long> now = currentPositions(consumer.assignment());
        Map<TopicPartition, Long> moved = new HashMap<>(now);
        moved.entrySet().removeAll(positions.snapshot().entrySet());
        if (!jobs.isEmpty() || !events.isEmpty() || !moved.isEmpty()) {
            List<ViewStore.Change> changes = store.apply(jobs, events, moved);
            for (ViewStore.Change change : changes) {
                listeners.forEach(listener -> listener.changed(change.before(), change.after(), live));
            }
            for (StoredEvent event : events) {
                listeners.forEach(listener -> listener.happened(event.jobId()));
            }
            positions.advance(moved);
        }
        live = live || positions.arePast(endAtStart);
        return live;
    }

    private Map<TopicPartition, Long> currentPositions(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> now = new HashMap<>();
        partitions.forEach(partition -> now.put(partition, consumer.position(partition)));
        return now;
    }

    private void read(ConsumerRecord<byte[], byte[]> entry, List<ViewedJob> jobs, List<StoredEvent> events) {
        if (entry.value() == null) {
            return;
        }
        try {
            if (entry.topic().equals(Topics.JOB_SUBMITTED.name())) {
                jobs.add(new ViewedJob.Submitted(EventJson.read(entry.value(), JobSubmitted.class)));
            } else if (entry.topic().equals(Topics.JOB_EVENT.name())) {
                events.add(StoredEvent.read(entry.value()));
            } else {
                jobs.add(JobRecords.of(EventJson.read(entry.value(), JobStatus.class)));
            }
        } catch (EventFormatException e) {
            LOG.atError()
                    .addKeyValue("topic", entry.topic())
                    .addKeyValue("partition", entry.partition())
                    .addKeyValue("offset", entry.offset())
                    .log("a record cannot be read");
            IngestMetric.VIEW_UNREADABLE.counter(meters, entry.topic()).increment();
            onUnreadable.accept(entry);
        }
    }
}
