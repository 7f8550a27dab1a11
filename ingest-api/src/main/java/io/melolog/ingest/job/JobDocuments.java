package io.melolog.ingest.job;

import io.melolog.ingest.job.JobDocument.ArtifactDocument;
import io.melolog.ingest.job.JobDocument.Content;
import io.melolog.ingest.job.JobDocument.Result;
import io.melolog.ingest.job.JobDocument.StageDocument;
import io.melolog.ingest.queue.JobPace;
import io.melolog.ingest.queue.WaitingJobs;
import io.melolog.ingest.queue.WorkProgress;
import io.melolog.ingest.view.ViewedJob;
import io.melolog.ingest.view.ViewedJob.Present;
import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobStatus.Known;
import io.melolog.schemas.job.JobStatus.Music;
import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.job.SubmissionDetails;
import io.melolog.schemas.work.Artifact;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Puts job documents together from the view, what is computed when it is read, and what lies in the storage. Thread-safe. */
public final class JobDocuments {
    private static final String NOTES = "notes.json";

    private final WaitingJobs waiting;
    private final JobPace pace;
    private final WorkProgress progress;
    private final StoredJson stored;

    public JobDocuments(WaitingJobs waiting, JobPace pace, WorkProgress progress, StoredJson stored) {
        this.waiting = waiting;
        this.pace = pace;
        this.progress = progress;
        this.stored = stored;
    }

    /** The document of a job, reading from the storage what it needs. */
    public JobDocument of(Present job, boolean withNotes) {
        String fileName =
                stored.details(job.jobId()).map(SubmissionDetails::fileName).orElse(null);
        return switch (job) {
            case ViewedJob.Submitted submitted -> submitted(submitted.submission(), fileName);
            case ViewedJob.Known known -> known(known.status(), fileName, withNotes);
        };
    }

    /** The document of a job that has just been accepted. */
    public JobDocument accepted(JobSubmitted submission, String fileName) {
        return submitted(submission, fileName);
    }

    /** How much of a job is done, 0..1. */
    public double progress(ViewedJob.Known job) {
        return JobProgress.of(job.state(), job.status().stages(), progress::fraction);
    }

    /** How much of a unit of work is done, 0..1. */
    public double fraction(String workId) {
        return progress.fraction(workId);
    }

    private JobDocument submitted(JobSubmitted submission, @Nullable String fileName) {
        int position = waiting.position(submission.lane(), submission.jobId());
        List<StageDocument> stages = submission.stages().stream()
                .map(stage -> new StageDocument(stage.stage(), State.WAITING, stage.model(), null, null, null, null))
                .toList();
        return new JobDocument(
                submission.jobId(),
                State.WAITING,
                position,
                waitSeconds(position),
                0,
                stages,
                content(submission.content(), fileName, null),
                null,
                null,
                List.of(),
                submission.tenant(),
                null,
                submission.at(),
                submission.at());
    }

    private JobDocument known(Known status, @Nullable String fileName, boolean withNotes) {
        Integer position = status.status() == State.WAITING ? waiting.position(status.lane(), status.jobId()) : null;
        return new JobDocument(
                status.jobId(),
                status.status(),
                position,
                position == null ? null : waitSeconds(position),
                JobProgress.of(status.status(), status.stages(), progress::fraction),
                status.stages().stream().map(JobDocuments::stage).toList(),
                content(status.content(), fileName, status.durationSeconds()),
                status.duplicateOf(),
                result(status, withNotes),
                status.artifacts().stream()
                        .map(artifact -> artifact(status.jobId(), artifact))
                        .toList(),
                status.tenant(),
                status.error(),
                status.createdAt(),
                status.at());
    }

    private @Nullable Double waitSeconds(int position) {
        OptionalDouble expected = pace.waitSeconds(position, waiting.processingCount());
        return expected.isPresent() ? Math.round(expected.getAsDouble() * 10) / 10.0 : null;
    }

    private @Nullable Result result(Known status, boolean withNotes) {
        Music music = status.result();
        return music == null
                ? null
                : new Result(
                        withNotes ? notes(status) : null,
                        music.clef(),
                        music.key(),
                        music.tempoBpm(),
                        music.timeSignature());
    }

    private JsonNode notes(Known status) {
        return status.artifacts().stream()
                .filter(artifact -> artifact.name().equals(NOTES))
                .findFirst()
                .flatMap(stored::notes)
                .orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    private static StageDocument stage(StageStatus stage) {
        return new StageDocument(
                stage.stage(),
                stage.status(),
                stage.model(),
                stage.device(),
                stage.seconds(),
                stage.reused(),
                stage.quality());
    }

    private static Content content(ContentRef content, @Nullable String fileName, @Nullable Double durationSeconds) {
        return new Content(fileName, content.mediaType(), content.bytes(), content.sha256(), durationSeconds);
    }

    private static ArtifactDocument artifact(String jobId, Artifact artifact) {
        String url = "/v1/jobs/" + jobId + "/artifacts/" + artifact.name();
        return new ArtifactDocument(artifact.name(), artifact.mediaType(), artifact.bytes(), artifact.sha256(), url);
    }
}
