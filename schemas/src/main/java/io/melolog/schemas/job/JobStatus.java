package io.melolog.schemas.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.Lane;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest state of a job, reduced from its events; the notifier is the only writer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface JobStatus extends Event {
    String jobId();

    String tenant();

    /** Of the last event that was applied. */
    long sequence();

    @Override
    default String eventKey() {
        return jobId();
    }

    @Override
    default String eventId() {
        return jobId() + "-" + sequence();
    }

    /** The four states of the contract. */
    enum State {
        @JsonProperty("waiting")
        WAITING,
        @JsonProperty("processing")
        PROCESSING,
        @JsonProperty("completed")
        COMPLETED,
        @JsonProperty("failed")
        FAILED;

        public boolean isFinal() {
            return this == COMPLETED || this == FAILED;
        }
    }

    /** The job document of the contract, less what is computed or fetched when it is read. */
    @JsonTypeName("job")
    record Known(
            String jobId,
            String tenant,
            long sequence,
            State status,
            ContentRef content,
            @Nullable Double durationSeconds,
            Lane lane,
            List<StageStatus> stages,
            @Nullable String duplicateOf,
            @Nullable Music result,
            List<Artifact> artifacts,
            @Nullable Failure error,
            Instant createdAt,
            Instant at)
            implements JobStatus {
        public Known {
            stages = List.copyOf(stages);
            artifacts = List.copyOf(artifacts);
        }
    }

    /** All that stays of an erased job; it keeps a rebuilt view from showing the job again. */
    @JsonTypeName("erased")
    record Erased(String jobId, String tenant, long sequence, Instant at) implements JobStatus {}

    /**
     * One stage of a job.
     *
     * @param seconds what the work took; null until it is finished
     * @param reused null until it is finished
     * @param quality of separation: what listeners can expect
     */
    record StageStatus(
            Stage stage,
            String workId,
            State status,
            ModelRef model,
            @Nullable String device,
            @Nullable Double seconds,
            @Nullable Boolean reused,
            @Nullable String quality) {}

    /** What the notes say; the notes themselves lie in {@code notes.json}. */
    record Music(
            int noteCount,
            @Nullable String clef,
            @Nullable String key,
            @Nullable Double tempoBpm,
            @Nullable String timeSignature) {}
}
