package io.melolog.schemas.job;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.event.Event;
import java.time.Instant;

/** What a job's owner asks for after submitting it. Idempotent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface JobCommand extends Event {
    String jobId();

    String tenant();

    @Override
    default String eventKey() {
        return jobId();
    }

    /** End a job that still runs as {@code failed} with code {@code cancelled}. */
    @JsonTypeName("cancel")
    record Cancel(String jobId, String tenant, Instant at) implements JobCommand {
        @Override
        public String eventId() {
            return jobId + ":cancel:" + at.toEpochMilli();
        }
    }

    /** Stop it and drop everything it holds. */
    @JsonTypeName("erase")
    record Erase(String jobId, String tenant, Instant at) implements JobCommand {
        @Override
        public String eventId() {
            return jobId + ":erase:" + at.toEpochMilli();
        }
    }
}
