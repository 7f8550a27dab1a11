package io.melolog.topology.planner;

/** The names of the planner's nodes and its store. The store's name names a changelog topic: never renamed. */
final class PlannerNodes {
    static final String SUBMITTED_SOURCE = "planner-submitted-source";
    static final String COMMAND_SOURCE = "planner-command-source";
    static final String ANSWERED_SOURCE = "planner-answered-source";
    static final String PROCESSOR = "plan-job";
    static final String JOB_STORE = "planner-job-store";
    static final String ASKED_SINK = "planner-asked-sink";
    static final String EVENT_SINK = "planner-event-sink";
    static final String RETIRED_SINK = "planner-retired-sink";

    private PlannerNodes() {}
}
