package io.melolog.notifier.jobstatus;

import io.melolog.schemas.event.JsonSerde;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.topic.Topics;
import java.time.Clock;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * Job events to job status. The names of nodes and stores are part of a data folder: they never change.
 *
 * <pre>
 * audio.job.event.v1 → reduce-job-status (job-status-store) → audio.job.status.v1
 *                                                           → audio.dead-letter.v1
 * </pre>
 */
public final class JobStatusTopology {
    static final String SERVICE = "notifier";
    static final String SOURCE_URI = "/" + SERVICE;
    static final String STORE = "job-status-store";
    static final String STATUS_SINK = "write-job-status";
    static final String DEAD_LETTER_SINK = "write-dead-letter";
    private static final String EVENT_SOURCE = "read-job-event";
    private static final String REDUCER = "reduce-job-status";

    private JobStatusTopology() {}

    public static Topology build(NotifierMetrics metrics, Clock clock) {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                EVENT_SOURCE,
                Serdes.String().deserializer(),
                Topics.JOB_EVENT.deserializer(),
                Topics.JOB_EVENT.name());
        topology.addProcessor(REDUCER, () -> new ReduceJobStatusProcessor(metrics, clock), EVENT_SOURCE);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.String(), new JsonSerde<>(JobStatus.class)),
                REDUCER);
        topology.addSink(
                STATUS_SINK,
                Topics.JOB_STATUS.name(),
                Serdes.String().serializer(),
                Topics.JOB_STATUS.serializer(SOURCE_URI),
                REDUCER);
        topology.addSink(
                DEAD_LETTER_SINK,
                Topics.DEAD_LETTER.name(),
                Serdes.String().serializer(),
                Topics.DEAD_LETTER.serializer(SOURCE_URI),
                REDUCER);
        return topology;
    }
}
