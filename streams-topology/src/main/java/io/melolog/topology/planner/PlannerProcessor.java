package io.melolog.topology.planner;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.topology.deadletter.UnprocessableRecordException;
import io.melolog.topology.metric.TopologyMeters;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reads records, asks the pure decisions, carries their effects out. */
final class PlannerProcessor implements Processor<String, Event, String, Event> {
    private final TopologyMeters meters;
    private @Nullable ProcessorContext<String, Event> context;

    PlannerProcessor(TopologyMeters meters) {
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, Event> initial) {
        context = initial;
    }

    @Override
    public void process(Record<String, Event> record) {
        ProcessorContext<String, Event> current = context;
        if (current == null) {
            throw new IllegalStateException("not initialised");
        }
        Event event = record.value();
        if (event == null || !event.eventKey().equals(record.key())) {
            throw new UnprocessableRecordException("a record's key is the id of the job that it is about");
        }
        KeyValueStore<String, JobState> jobs = current.getStateStore(PlannerNodes.JOB_STORE);
        JobState before = jobs.get(event.eventKey());
        PlannerDecision decision = decide(before, event, Instant.ofEpochMilli(current.currentSystemTimeMs()));
        if (decision.state() != before) {
            jobs.put(event.eventKey(), decision.state());
        }
        for (PlannerEffect effect : decision.effects()) {
            apply(current, effect, record.headers());
        }
    }

    private static PlannerDecision decide(@Nullable JobState state, Event event, Instant now) {
        try {
            return switch (event) {
                case JobSubmitted submitted -> JobDecisions.onSubmitted(state, submitted, now);
                case JobCommand command -> JobDecisions.onCommand(state, command, now);
                case WorkAnswered answered -> JobDecisions.onAnswered(state, answered, now);
                default -> throw new UnprocessableRecordException("nothing that a planner knows");
            };
        } catch (UnprocessableRecordException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnprocessableRecordException("no decision can be made", e);
        }
    }

    private void apply(ProcessorContext<String, Event> current, PlannerEffect effect, Headers cause) {
        switch (effect) {
            case PlannerEffect.Ask(var asked) -> forward(current, asked, cause, PlannerNodes.ASKED_SINK);
            case PlannerEffect.Tell(var event) -> forward(current, event, cause, PlannerNodes.EVENT_SINK);
            case PlannerEffect.Retire(var retired) -> forward(current, retired, cause, PlannerNodes.RETIRED_SINK);
            case PlannerEffect.Count(var metric) -> meters.count(metric);
        }
    }

    private static void forward(ProcessorContext<String, Event> current, Event event, Headers cause, String sink) {
        Headers headers = new RecordHeaders();
        EventHeaders.get(cause, EventHeaders.TRACE_PARENT)
                .ifPresent(trace -> EventHeaders.set(headers, EventHeaders.TRACE_PARENT, trace));
        current.forward(new Record<>(event.eventKey(), event, current.currentSystemTimeMs(), headers), sink);
    }
}
