package io.melolog.topology.planner;

import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkInput;
import io.melolog.topology.metric.TopologyMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One decision in the making: collects effects and numbers events. Confined to the decision that made it. */
final class JobTurn {
    private final JobSubmitted job;
    private final String originalId;
    private final Instant now;
    private final List<PlannerEffect> effects = new ArrayList<>();
    private long sequence;
    private RunState run;
    private JobState.Planned state;

    JobTurn(JobState.Planned state, RunState run, Instant now) {
        this.job = state.submitted();
        this.originalId = state.originalId();
        this.now = now;
        this.sequence = state.sequence();
        this.run = run;
        this.state = state;
    }

    RunState run() {
        return run;
    }

    Instant now() {
        return now;
    }

    PlannerDecision decision() {
        return new PlannerDecision(state.with(run, sequence), effects);
    }

    PlannerDecision erased() {
        return new PlannerDecision(new JobState.Erased(job.tenant(), sequence), effects);
    }

    void replaceRun(RunState changed) {
        run = changed;
        state = state.with(run, sequence);
    }

    void replaceStage(StageState changed) {
        replaceRun(run.with(changed));
    }

    void holdOriginal() {
        String key = ObjectKeys.original(job.dedupScope(), job.content().sha256());
        ask(new WorkAsked.OriginalHeld(originalId, job.jobId(), run.runId(), job.tenant(), key, now));
    }

    void planned(@Nullable String duplicateOf) {
        replaceRun(run.to(RunState.Phase.RUNNING));
        tell(number -> new JobEvent.Planned(
                job.jobId(),
                job.tenant(),
                run.runId(),
                number,
                job.content(),
                job.lane(),
                run.stages().stream().map(StageState::planned).toList(),
                duplicateOf,
                job.at(),
                now));
        count(TopologyMetric.JOBS_PLANNED);
    }

    /** Asks for every blocked stage whose inputs are all there. */
    void askReady() {
        for (StageState stage : run.stages()) {
            if (stage.phase() == StageState.Phase.BLOCKED) {
                inputsOf(stage).ifPresent(inputs -> want(stage, inputs));
            }
        }
    }

    private void want(StageState stage, List<InputObject> inputs) {
        ask(new WorkAsked.Wanted(
                stage.workId(), job.jobId(), run.runId(), job.tenant(), stage.spec(), inputs, job.lane(), now));
        replaceStage(stage.asked());
    }

    private Optional<List<InputObject>> inputsOf(StageState stage) {
        List<InputObject> inputs = new ArrayList<>();
        for (WorkInput input : stage.spec().inputs()) {
            Optional<InputObject> object = objectOf(input);
            if (object.isEmpty()) {
                return Optional.empty();
            }
            inputs.add(object.get());
        }
        return Optional.of(inputs);
    }

    private Optional<InputObject> objectOf(WorkInput input) {
        return switch (input) {
            case WorkInput.Upload(String sha256) ->
                Optional.of(new InputObject(
                        InputObject.SOURCE,
                        ObjectKeys.original(job.dedupScope(), sha256),
                        job.content().mediaType()));
            case WorkInput.Upstream(String workId, String artifact) ->
                run.stageOf(workId).flatMap(upstream -> upstream.outputs().stream()
                        .filter(output -> output.name().equals(artifact))
                        .findFirst());
        };
    }

    /** Ends the run as failed: whatever is still asked for is left, and nobody duplicates this job. */
    void fail(@Nullable Stage stage, Failure failure) {
        tell(number -> new JobEvent.Failed(job.jobId(), job.tenant(), run.runId(), number, stage, failure, now));
        for (StageState other : run.stages()) {
            if (other.phase() == StageState.Phase.ASKED) {
                ask(new WorkAsked.Left(other.workId(), job.jobId(), run.runId(), now));
            }
        }
        ask(new WorkAsked.OriginalFailed(originalId, job.jobId(), now));
        replaceRun(run.to(RunState.Phase.FAILED));
        count(TopologyMetric.JOBS_FAILED);
    }

    void erase() {
        state.runs().stream()
                .flatMap(each -> each.stages().stream())
                .filter(stage -> stage.phase() != StageState.Phase.BLOCKED)
                .map(StageState::workId)
                .distinct()
                .forEach(workId -> ask(new WorkAsked.Dropped(workId, job.jobId(), now)));
        ask(new WorkAsked.Dropped(originalId, job.jobId(), now));
        effects.add(new PlannerEffect.Retire(
                new ObjectsRetired(job.jobId(), ObjectsRetired.Kind.JOB, ObjectKeys.jobPrefix(job.jobId()), now)));
        tell(number -> new JobEvent.Erased(job.jobId(), job.tenant(), run.runId(), number, now));
        count(TopologyMetric.JOBS_ERASED);
    }

    /** @param event makes the event from its sequence number */
    void tell(LongFunction<JobEvent> event) {
        sequence++;
        effects.add(new PlannerEffect.Tell(event.apply(sequence)));
    }

    void count(TopologyMetric metric) {
        effects.add(new PlannerEffect.Count(metric));
    }

    private void ask(WorkAsked asked) {
        effects.add(new PlannerEffect.Ask(asked));
    }
}
