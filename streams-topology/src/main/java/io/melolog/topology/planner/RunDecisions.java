package io.melolog.topology.planner;

import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkInput;
import io.melolog.topology.metric.TopologyMetric;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a run does about an answer of the ledger. Pure. */
final class RunDecisions {
    private RunDecisions() {}

    static PlannerDecision onAnswered(JobState.Planned job, RunState run, WorkAnswered answered, Instant now) {
        JobTurn turn = new JobTurn(job, run, now);
        if (answered instanceof WorkAnswered.OriginalHeld held) {
            return run.phase() == RunState.Phase.HOLDING ? begin(turn, held) : ignored(job);
        }
        Optional<StageState> stage = run.stageOf(answered.workId())
                .filter(candidate -> run.phase() == RunState.Phase.RUNNING)
                .filter(candidate -> candidate.phase() == StageState.Phase.ASKED);
        if (stage.isEmpty()) {
            return ignored(job);
        }
        return switch (answered) {
            case WorkAnswered.Started started
            when started.attempt() <= stage.get().attemptSeen() -> ignored(job);
            case WorkAnswered.Started started -> started(job, turn, stage.get(), started);
            case WorkAnswered.Succeeded succeeded -> succeeded(job, turn, stage.get(), succeeded);
            case WorkAnswered.Failed failed -> {
                turn.replaceStage(failedStage(stage.get()));
                turn.fail(stage.get().spec().stage(), failed.failure());
                yield turn.decision();
            }
            case WorkAnswered.OriginalHeld held -> ignored(job);
        };
    }

    private static PlannerDecision ignored(JobState.Planned job) {
        return PlannerDecision.unchanged(job, TopologyMetric.ANSWERS_IGNORED);
    }

    private static PlannerDecision begin(JobTurn turn, WorkAnswered.OriginalHeld held) {
        turn.planned(held.duplicateOf());
        turn.askReady();
        return turn.decision();
    }

    private static PlannerDecision started(
            JobState.Planned job, JobTurn turn, StageState stage, WorkAnswered.Started started) {
        turn.replaceStage(stage.started(started.attempt()));
        turn.tell(number -> new JobEvent.StageStarted(
                started.jobId(),
                job.submitted().tenant(),
                started.runId(),
                number,
                stage.spec().stage(),
                stage.workId(),
                started.attempt(),
                turn.now()));
        return turn.decision();
    }

    private static PlannerDecision succeeded(
            JobState.Planned job, JobTurn turn, StageState stage, WorkAnswered.Succeeded succeeded) {
        turn.replaceStage(stage.finished(outputs(succeeded.result())));
        turn.tell(number -> new JobEvent.StageFinished(
                succeeded.jobId(),
                job.submitted().tenant(),
                succeeded.runId(),
                number,
                stage.spec().stage(),
                stage.workId(),
                succeeded.reused(),
                succeeded.result(),
                turn.now()));
        turn.askReady();
        endIfDone(job, turn, succeeded);
        return turn.decision();
    }

    private static List<InputObject> outputs(WorkCompleted result) {
        return result.artifacts().stream()
                .map(artifact -> new InputObject(artifact.name(), artifact.key(), artifact.mediaType()))
                .toList();
    }

    private static void endIfDone(JobState.Planned job, JobTurn turn, WorkAnswered.Succeeded succeeded) {
        RunState run = turn.run();
        if (run.allFinished()) {
            turn.replaceRun(run.to(RunState.Phase.COMPLETED));
            turn.tell(number -> new JobEvent.Completed(
                    succeeded.jobId(), job.submitted().tenant(), run.runId(), number, turn.now()));
            turn.count(TopologyMetric.JOBS_COMPLETED);
            return;
        }
        run.stages().stream()
                .filter(stage -> stage.phase() == StageState.Phase.BLOCKED && starved(run, stage))
                .findFirst()
                .ifPresent(stage -> turn.fail(
                        stage.spec().stage(),
                        FailureCode.INPUT_MISSING.because("An earlier stage finished without the file that "
                                + stage.spec().stage().id() + " reads.")));
    }

    /** Every upstream stage is finished and yet an input is missing: it will never come. */
    private static boolean starved(RunState run, StageState blocked) {
        return blocked.spec().inputs().stream()
                .filter(WorkInput.Upstream.class::isInstance)
                .map(WorkInput.Upstream.class::cast)
                .allMatch(input -> run.stageOf(input.workId())
                        .filter(upstream -> upstream.phase() == StageState.Phase.FINISHED)
                        .isPresent());
    }

    /** The failed stage itself is not left: the ledger has let go of it. Erasing drops it still, which then does nothing. */
    private static StageState failedStage(StageState stage) {
        return stage.finished(List.of());
    }
}
