package io.melolog.ingest.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The job document of the contract. What is not known, or does not apply, is null.
 *
 * @param position 1 = next; null unless the job waits
 * @param estimatedWaitSeconds null unless the job waits and something was measured
 * @param progress 0..1
 * @param duplicateOf the earliest job of the tenant with the same content that did not fail
 */
public record JobDocument(
        String id,
        State status,
        @Nullable Integer position,
        @Nullable Double estimatedWaitSeconds,
        double progress,
        List<StageDocument> stages,
        Content content,
        @Nullable String duplicateOf,
        @Nullable Result result,
        List<ArtifactDocument> artifacts,
        String tenant,
        @Nullable Failure error,
        Instant createdAt,
        Instant updatedAt) {
    public JobDocument {
        stages = List.copyOf(stages);
        artifacts = List.copyOf(artifacts);
    }

    /**
     * A stage of a job.
     *
     * @param quality of separation: what listeners can expect
     */
    public record StageDocument(
            Stage stage,
            State status,
            ModelRef model,
            @Nullable String device,
            @Nullable Double seconds,
            @Nullable Boolean reused,
            @Nullable String quality) {}

    /** The upload. {@code durationSeconds} is null until it was decoded. */
    public record Content(
            @Nullable String fileName,
            String mediaType,
            long bytes,
            String sha256,
            @Nullable Double durationSeconds) {}

    /** The music. {@code notes} are left out, not null, where they were not asked for. */
    public record Result(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            JsonNode notes,

            @Nullable String clef,
            @Nullable String key,
            @Nullable Double tempoBpm,
            @Nullable String timeSignature) {}

    /** A stored file; {@code url} is the path of this API that leads to it. */
    public record ArtifactDocument(String name, String mediaType, long bytes, String sha256, String url) {}

    /** A page of jobs, newest first; {@code nextCursor} is null on the last. */
    public record Page(List<JobDocument> jobs, @Nullable String nextCursor) {
        public Page {
            jobs = List.copyOf(jobs);
        }
    }
}
