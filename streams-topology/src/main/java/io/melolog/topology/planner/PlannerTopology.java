package io.melolog.topology.planner;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.JsonSerde;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import io.melolog.topology.metric.TopologyMeters;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The sub-topology keyed by job id: submissions, commands and answers go in, asks and job events come out. */
public final class PlannerTopology {
    private static final String SERVICE = "/streams-topology";

    private PlannerTopology() {}

    public static void addTo(Topology topology, TopologyMeters meters) {
        addSource(topology, PlannerNodes.SUBMITTED_SOURCE, Topics.JOB_SUBMITTED);
        addSource(topology, PlannerNodes.COMMAND_SOURCE, Topics.JOB_COMMAND);
        addSource(topology, PlannerNodes.ANSWERED_SOURCE, Topics.WORK_ANSWERED);
        topology.addProcessor(
                PlannerNodes.PROCESSOR,
                () -> new PlannerProcessor(meters),
                PlannerNodes.SUBMITTED_SOURCE,
                PlannerNodes.COMMAND_SOURCE,
                PlannerNodes.ANSWERED_SOURCE);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(PlannerNodes.JOB_STORE),
                        Serdes.String(),
                        new JsonSerde<>(JobState.class)),
                PlannerNodes.PROCESSOR);
        addSink(topology, PlannerNodes.ASKED_SINK, Topics.WORK_ASKED);
        addSink(topology, PlannerNodes.EVENT_SINK, Topics.JOB_EVENT);
        addSink(topology, PlannerNodes.RETIRED_SINK, Topics.OBJECTS_RETIRED);
    }

    private static void addSource(Topology topology, String name, Topic<?> topic) {
        topology.addSource(name, new StringDeserializer(), topic.deserializer(), topic.name());
    }

    private static <T extends Event> void addSink(Topology topology, String name, Topic<T> topic) {
        topology.addSink(name, topic.name(), new StringSerializer(), topic.serializer(SERVICE), PlannerNodes.PROCESSOR);
    }
}
