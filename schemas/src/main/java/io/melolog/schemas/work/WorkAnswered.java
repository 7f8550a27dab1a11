package io.melolog.schemas.work;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.Stage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the ledger answers each waiting run. Every kind may arrive twice. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface WorkAnswered extends Event {
    String workId();

    String jobId();

    int runId();

    @Override
    default String eventKey() {
        return jobId();
    }

    /** The upload is held. {@code duplicateOf}: the same tenant's earliest other job with this content that did not fail, if any. */
    @JsonTypeName("original-held")
    record OriginalHeld(
            String workId,
            String jobId,
            int runId,
            @Nullable String duplicateOf,
            Instant at) implements WorkAnswered {
        @Override
        public String eventId() {
            return jobId + ":" + runId + ":original-held";
        }
    }

    /** A worker has begun; again for every attempt. */
    @JsonTypeName("started")
    record Started(String workId, String jobId, int runId, Stage stage, int attempt, Instant at)
            implements WorkAnswered {
        @Override
        public String eventId() {
            return jobId + ":" + runId + ":started:" + workId + ":" + attempt;
        }
    }

    /** The result. {@code reused}: it was finished before this run asked. */
    @JsonTypeName("succeeded")
    record Succeeded(String workId, String jobId, int runId, WorkCompleted result, boolean reused, Instant at)
            implements WorkAnswered {
        @Override
        public String eventId() {
            return jobId + ":" + runId + ":succeeded:" + workId;
        }
    }

    /** It failed for good: permanently, or after the last attempt. Asking again would start it afresh. */
    @JsonTypeName("failed")
    record Failed(String workId, String jobId, int runId, Stage stage, Failure failure, Instant at)
            implements WorkAnswered {
        @Override
        public String eventId() {
            return jobId + ":" + runId + ":failed:" + workId;
        }
    }
}
