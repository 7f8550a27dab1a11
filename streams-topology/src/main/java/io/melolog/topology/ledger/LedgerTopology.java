package io.melolog.topology.ledger;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.JsonSerde;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.Lane;
import io.melolog.topology.metric.TopologyMeters;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The sub-topology keyed by work id: what is asked and reported goes in, requests, answers and results come out. */
public final class LedgerTopology {
    private static final String SERVICE = "/streams-topology";

    private LedgerTopology() {}

    public static void addTo(Topology topology, LedgerSettings settings, TopologyMeters meters) {
        addSource(topology, LedgerNodes.ASKED_SOURCE, Topics.WORK_ASKED);
        addSource(topology, LedgerNodes.REPORTED_SOURCE, Topics.WORK_REPORTED);
        topology.addProcessor(
                LedgerNodes.PROCESSOR,
                () -> new LedgerProcessor(settings, meters),
                LedgerNodes.ASKED_SOURCE,
                LedgerNodes.REPORTED_SOURCE);
        topology.addStateStore(store(LedgerNodes.WORK_STORE, WorkEntry.class), LedgerNodes.PROCESSOR);
        topology.addStateStore(store(LedgerNodes.WAITER_STORE, Waiter.class), LedgerNodes.PROCESSOR);
        topology.addStateStore(store(LedgerNodes.HOLD_STORE, Hold.class), LedgerNodes.PROCESSOR);
        topology.addStateStore(store(LedgerNodes.DUE_STORE, DueItem.class), LedgerNodes.PROCESSOR);
        for (Stage stage : Stage.values()) {
            for (Lane lane : Lane.values()) {
                addSink(topology, LedgerNodes.requestedSink(stage, lane), Topics.requested(stage, lane));
            }
            addSink(topology, LedgerNodes.completedSink(stage), Topics.completed(stage));
        }
        addSink(topology, LedgerNodes.ANSWERED_SINK, Topics.WORK_ANSWERED);
        addSink(topology, LedgerNodes.CANCELLED_SINK, Topics.WORK_CANCELLED);
        addSink(topology, LedgerNodes.RETIRED_SINK, Topics.OBJECTS_RETIRED);
        addSink(topology, LedgerNodes.DEAD_LETTER_SINK, Topics.DEAD_LETTER);
    }

    private static void addSource(Topology topology, String name, Topic<?> topic) {
        topology.addSource(name, new StringDeserializer(), topic.deserializer(), topic.name());
    }

    private static <T extends Event> void addSink(Topology topology, String name, Topic<T> topic) {
        topology.addSink(name, topic.name(), new StringSerializer(), topic.serializer(SERVICE), LedgerNodes.PROCESSOR);
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Class<V> type) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(name), Serdes.String(), new JsonSerde<>(type));
    }
}
