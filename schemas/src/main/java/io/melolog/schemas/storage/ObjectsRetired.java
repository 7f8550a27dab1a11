package io.melolog.schemas.storage;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.melolog.schemas.event.Event;
import java.time.Instant;

/**
 * Objects that nobody holds any more are to be deleted. For work and originals this is said only after nobody has held them for longer than a
 * presigned URL lives, and the ledger parks new asks until {@code WorkAsked.Deleted} comes back, so that no job is ever answered with an object
 * that is gone.
 *
 * @param ownerId the work id, the original's id, or the job id
 * @param objects the object's key for an original, else the common prefix of the keys
 */
public record ObjectsRetired(String ownerId, Kind kind, String objects, Instant at) implements Event {
    /** What is retired. */
    public enum Kind {
        @JsonProperty("original")
        ORIGINAL,
        @JsonProperty("work")
        WORK,
        @JsonProperty("job")
        JOB
    }

    @Override
    public String eventKey() {
        return ownerId;
    }

    @Override
    public String eventId() {
        return ownerId + ":retired:" + at.toEpochMilli();
    }
}
