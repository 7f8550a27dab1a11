package io.melolog.topology.planner;

import io.melolog.topology.metric.TopologyMetric;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The new state of a job, and what follows. */
record PlannerDecision(@Nullable JobState state, List<PlannerEffect> effects) {
    PlannerDecision {
        effects = List.copyOf(effects);
    }

    static PlannerDecision unchanged(@Nullable JobState state) {
        return new PlannerDecision(state, List.of());
    }

    static PlannerDecision unchanged(@Nullable JobState state, TopologyMetric counted) {
        return new PlannerDecision(state, List.of(new PlannerEffect.Count(counted)));
    }
}
