package io.melolog.topology.planner;

import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.topology.metric.TopologyMetric;

/** What a decision of the planner brings about, in order. */
sealed interface PlannerEffect {
    /** To the ledger. */
    record Ask(WorkAsked asked) implements PlannerEffect {}

    /** To the world. */
    record Tell(JobEvent event) implements PlannerEffect {}

    /** To whoever deletes objects. */
    record Retire(ObjectsRetired retired) implements PlannerEffect {}

    record Count(TopologyMetric metric) implements PlannerEffect {}
}
