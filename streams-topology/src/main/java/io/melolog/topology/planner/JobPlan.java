package io.melolog.topology.planner;

import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkSpec;
import java.util.List;
import java.util.Optional;

/** The plan of a submission: pure, and complete before anything has run, because work is named by identity and not by bytes. */
final class JobPlan {
    /** The separation's artifact that pitch reads. */
    static final String VOCALS = "vocals.flac";

    private JobPlan() {}

    /** One unit of work per requested stage, none twice; upstream stages first. */
    static RunState of(JobSubmitted job, int runId) {
        Optional<WorkSpec> separation = job.stages().stream()
                .filter(request -> request.stage() == Stage.SEPARATION)
                .findFirst()
                .map(request -> spec(job, request, upload(job)));
        List<StageState> stages = job.stages().stream()
                .map(request -> spec(job, request, input(job, request.stage(), separation)))
                .distinct()
                .map(StageState::blocked)
                .toList();
        return new RunState(runId, RunState.Phase.HOLDING, stages);
    }

    private static WorkInput input(JobSubmitted job, Stage stage, Optional<WorkSpec> separation) {
        return stage == Stage.PITCH && separation.isPresent()
                ? new WorkInput.Upstream(separation.get().workId(), VOCALS)
                : upload(job);
    }

    private static WorkInput upload(JobSubmitted job) {
        return new WorkInput.Upload(job.content().sha256());
    }

    private static WorkSpec spec(JobSubmitted job, StageRequest request, WorkInput input) {
        return new WorkSpec(
                request.stage(),
                request.stage().version(),
                request.model(),
                List.of(input),
                request.parameters(),
                job.dedupScope());
    }
}
