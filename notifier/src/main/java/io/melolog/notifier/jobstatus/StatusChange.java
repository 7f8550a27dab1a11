package io.melolog.notifier.jobstatus;

import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus.Known;
import io.melolog.schemas.job.JobStatus.Music;
import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A status in the making: what an event leaves as it was is copied from the last one. One thread, used once. */
final class StatusChange {
    private final Known last;
    private final JobEvent event;
    private final List<StageStatus> stages;
    private final List<Artifact> artifacts;
    private State status;
    private @Nullable Double durationSeconds;
    private @Nullable Music music;
    private @Nullable Failure error;

    private StatusChange(Known last, JobEvent event) {
        this.last = last;
        this.event = event;
        this.stages = new ArrayList<>(last.stages());
        this.artifacts = new ArrayList<>(last.artifacts());
        this.status = last.status();
        this.durationSeconds = last.durationSeconds();
        this.music = last.result();
        this.error = last.error();
    }

    static StatusChange of(Known last, JobEvent event) {
        return new StatusChange(last, event);
    }

    /** The planned stage; {@code workId} null means whatever its work is. */
    Optional<StageStatus> stage(Stage stage, @Nullable String workId) {
        return stages.stream()
                .filter(each -> each.stage() == stage)
                .filter(each -> workId == null || each.workId().equals(workId))
                .findFirst();
    }

    StatusChange status(State newStatus) {
        status = newStatus;
        return this;
    }

    StatusChange processing(StageStatus stage) {
        replace(stage, withStatus(stage, State.PROCESSING));
        return status(State.PROCESSING);
    }

    StatusChange finished(StageStatus stage, WorkCompleted work, boolean reused) {
        String quality = work.result() instanceof StageResult.Separation separation ? separation.quality() : null;
        replace(
                stage,
                new StageStatus(
                        stage.stage(),
                        stage.workId(),
                        State.COMPLETED,
                        work.spec().model(),
                        work.device(),
                        work.seconds(),
                        reused,
                        quality));
        artifacts.addAll(work.artifacts());
        takeDuration(work);
        if (work.result() instanceof StageResult.Pitch pitch) {
            music = new Music(pitch.noteCount(), pitch.clef(), pitch.key(), pitch.tempoBpm(), pitch.timeSignature());
        }
        return status(State.PROCESSING);
    }

    StatusChange failed(Failure failure) {
        error = failure;
        return status(State.FAILED);
    }

    StatusChange failedStage(StageStatus stage) {
        replace(stage, withStatus(stage, State.FAILED));
        return this;
    }

    Known build() {
        return new Known(
                last.jobId(),
                last.tenant(),
                event.sequence(),
                status,
                last.content(),
                durationSeconds,
                last.lane(),
                stages,
                last.duplicateOf(),
                music,
                artifacts,
                error,
                last.createdAt(),
                event.at());
    }

    /** A stem is as long as the upload, but the stage that read the upload itself knows best. */
    private void takeDuration(WorkCompleted work) {
        boolean readUpload = work.spec().inputs().stream().anyMatch(WorkInput.Upload.class::isInstance);
        if (readUpload || durationSeconds == null) {
            durationSeconds = work.result().source().durationSeconds();
        }
    }

    private void replace(StageStatus stage, StageStatus with) {
        stages.set(stages.indexOf(stage), with);
    }

    private static StageStatus withStatus(StageStatus stage, State status) {
        return new StageStatus(
                stage.stage(),
                stage.workId(),
                status,
                stage.model(),
                stage.device(),
                stage.seconds(),
                stage.reused(),
                stage.quality());
    }
}
