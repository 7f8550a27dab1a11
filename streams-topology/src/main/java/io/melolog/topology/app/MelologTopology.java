package io.melolog.topology.app;

import io.melolog.topology.ledger.LedgerSettings;
import io.melolog.topology.ledger.LedgerTopology;
import io.melolog.topology.metric.TopologyMeters;
import io.melolog.topology.planner.PlannerTopology;
import org.apache.kafka.streams.Topology;

/** The application's sub-topologies. */
final class MelologTopology {
    private MelologTopology() {}

    static Topology build(LedgerSettings settings, TopologyMeters meters) {
        Topology topology = new Topology();
        PlannerTopology.addTo(topology, meters);
        LedgerTopology.addTo(topology, settings, meters);
        return topology;
    }
}
