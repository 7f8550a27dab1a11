package io.melolog.schemas.work;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.event.Event;
import java.time.Instant;
import java.util.List;

/** What the planner asks of the ledger. Every kind may arrive twice. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface WorkAsked extends Event {
    String workId();

    @Override
    default String eventKey() {
        return workId();
    }

    /** A run of a job wants this work done and its result held. Answered by {@link WorkAnswered.Started}, Succeeded or Failed. */
    @JsonTypeName("wanted")
    record Wanted(
            String workId,
            String jobId,
            int runId,
            String tenant,
            WorkSpec spec,
            List<InputObject> inputs,
            Lane lane,
            Instant at)
            implements WorkAsked {
        public Wanted {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String eventId() {
            return jobId + ":" + runId + ":wanted:" + workId;
        }
    }

    /** A run no longer waits: it failed or was cancelled. A finished result stays held. */
    @JsonTypeName("left")
    record Left(String workId, String jobId, int runId, Instant at) implements WorkAsked {
        @Override
        public String eventId() {
            return jobId + ":" + runId + ":left:" + workId;
        }
    }

    /** A job was erased: it neither waits for this work nor holds its result. Also for originals. */
    @JsonTypeName("dropped")
    record Dropped(String workId, String jobId, Instant at) implements WorkAsked {
        @Override
        public String eventId() {
            return jobId + ":dropped:" + workId;
        }
    }

    /** A job holds its upload; {@code workId} is {@link WorkSpec#originalId}. Answered by {@link WorkAnswered.OriginalHeld}. */
    @JsonTypeName("original-held")
    record OriginalHeld(String workId, String jobId, int runId, String tenant, String objectKey, Instant at)
            implements WorkAsked {
        @Override
        public String eventId() {
            return jobId + ":original-held";
        }
    }

    /** A job failed, so later jobs with the same upload do not name it as the one they duplicate. */
    @JsonTypeName("original-failed")
    record OriginalFailed(String workId, String jobId, Instant at) implements WorkAsked {
        @Override
        public String eventId() {
            return jobId + ":original-failed";
        }
    }

    /** The objects of retired work are gone, or were kept because they had been used again. */
    @JsonTypeName("deleted")
    record Deleted(String workId, Instant at) implements WorkAsked {
        @Override
        public String eventId() {
            return workId + ":deleted:" + at.toEpochMilli();
        }
    }
}
