package io.melolog.notifier.jobstatus;

import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus;
import java.time.Clock;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds {@link JobStatusReducer} from the store and writes what comes out. One thread, as Kafka Streams gives it. */
final class ReduceJobStatusProcessor implements Processor<String, JobEvent, String, Event> {
    private static final Logger LOG = LoggerFactory.getLogger(ReduceJobStatusProcessor.class);

    private final NotifierMetrics metrics;
    private final Clock clock;
    private @Nullable ProcessorContext<String, Event> context;
    private @Nullable KeyValueStore<String, JobStatus> statuses;

    ReduceJobStatusProcessor(NotifierMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Event> newContext) {
        context = newContext;
        statuses = newContext.getStateStore(JobStatusTopology.STORE);
    }

    @Override
    public void process(Record<String, JobEvent> record) {
        JobEvent event = record.value();
        Outcome outcome = event == null || !event.jobId().equals(record.key())
                ? new Outcome.Impossible("foreign_key", "the record's key is not its event's job id")
                : JobStatusReducer.apply(store().get(event.jobId()), event);
        metrics.count(outcome);
        switch (outcome) {
            case Outcome.Changed changed -> {
                store().put(changed.status().jobId(), changed.status());
                context().forward(record.withValue(changed.status()), JobStatusTopology.STATUS_SINK);
            }
            case Outcome.Advanced advanced -> store().put(advanced.status().jobId(), advanced.status());
            case Outcome.Ignored ignored ->
                LOG.atDebug().addKeyValue("jobId", record.key()).log("Job event ignored: applied before");
            case Outcome.Impossible impossible -> deadLetter(record, impossible);
        }
    }

    private void deadLetter(Record<String, JobEvent> record, Outcome.Impossible impossible) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        LOG.atWarn()
                .addKeyValue("jobId", record.key())
                .addKeyValue("topic", source.topic())
                .addKeyValue("partition", source.partition())
                .addKeyValue("offset", source.offset())
                .addKeyValue("code", impossible.code())
                .addKeyValue("reason", impossible.reason())
                .log("Job event not applied");
        String key = record.key() == null ? "" : record.key();
        Event letter = new DeadLetter(
                source.topic(),
                source.partition(),
                source.offset(),
                key,
                JobStatusTopology.SERVICE,
                impossible.code(),
                null,
                1,
                clock.instant());
        context().forward(record.withKey(key).withValue(letter), JobStatusTopology.DEAD_LETTER_SINK);
    }

    private ProcessorContext<String, Event> context() {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        return context;
    }

    private KeyValueStore<String, JobStatus> store() {
        if (statuses == null) {
            throw new IllegalStateException("not initialised");
        }
        return statuses;
    }
}
