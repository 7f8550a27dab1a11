package io.melolog.topology.planner;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.work.WorkAnswered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The planner's decisions over a map in memory; every state makes the trip through JSON, as in the real store. */
public final class PlannerModel {
    private final Map<String, byte[]> jobs = new HashMap<>();

    public List<Event> on(Event event, Instant now) {
        JobState state = state(event.eventKey());
        PlannerDecision decision =
                switch (event) {
                    case JobSubmitted submitted -> JobDecisions.onSubmitted(state, submitted, now);
                    case JobCommand command -> JobDecisions.onCommand(state, command, now);
                    case WorkAnswered answered -> JobDecisions.onAnswered(state, answered, now);
                    default -> throw new IllegalArgumentException(event.toString());
                };
        if (decision.state() != null) {
            jobs.put(event.eventKey(), EventJson.write(decision.state()));
        }
        List<Event> out = new ArrayList<>();
        for (PlannerEffect effect : decision.effects()) {
            switch (effect) {
                case PlannerEffect.Ask(var asked) -> out.add(asked);
                case PlannerEffect.Tell(var told) -> out.add(told);
                case PlannerEffect.Retire(var retired) -> out.add(retired);
                case PlannerEffect.Count ignored -> {}
            }
        }
        return out;
    }

    private @Nullable JobState state(String jobId) {
        byte[] json = jobs.get(jobId);
        return json == null ? null : EventJson.read(json, JobState.class);
    }
}
