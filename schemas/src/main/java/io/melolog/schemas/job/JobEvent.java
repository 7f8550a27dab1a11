package io.melolog.schemas.job;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkCompleted;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a job, in the order of {@code sequence}, which counts from 1 within a job without a gap. The first event is {@link Planned};
 * {@link Completed} or {@link Failed} ends a run; {@link Erased} ends everything.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface JobEvent extends Event {
    String jobId();

    String tenant();

    /** 0 for the submission, later numbers for replays. */
    int runId();

    long sequence();

    @Override
    default String eventKey() {
        return jobId();
    }

    @Override
    default String eventId() {
        return jobId() + "-" + sequence();
    }

    @JsonTypeName("planned")
    record Planned(
            String jobId,
            String tenant,
            int runId,
            long sequence,
            ContentRef content,
            Lane lane,
            List<PlannedStage> stages,
            @Nullable String duplicateOf,
            Instant createdAt,
            Instant at)
            implements JobEvent {
        public Planned {
            stages = List.copyOf(stages);
        }
    }

    @JsonTypeName("stage-started")
    record StageStarted(
            String jobId, String tenant, int runId, long sequence, Stage stage, String workId, int attempt, Instant at)
            implements JobEvent {}

    /** @param reused the result was there before this run asked: nothing was computed for it */
    @JsonTypeName("stage-finished")
    record StageFinished(
            String jobId,
            String tenant,
            int runId,
            long sequence,
            Stage stage,
            String workId,
            boolean reused,
            WorkCompleted result,
            Instant at)
            implements JobEvent {}

    @JsonTypeName("completed")
    record Completed(String jobId, String tenant, int runId, long sequence, Instant at) implements JobEvent {}

    /** @param stage which failed; null when the job was cancelled */
    @JsonTypeName("failed")
    record Failed(
            String jobId,
            String tenant,
            int runId,
            long sequence,
            @Nullable Stage stage,
            Failure error,
            Instant at) implements JobEvent {}

    @JsonTypeName("erased")
    record Erased(String jobId, String tenant, int runId, long sequence, Instant at) implements JobEvent {}
}
