package io.melolog.schemas.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.event.Event;
import java.time.Instant;

/** What workers say, at least once: a report may arrive twice, late, or of a request that is no longer current. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface WorkReported extends Event {
    WorkLease lease();

    @Override
    default String eventKey() {
        return lease().workId();
    }

    @JsonTypeName("started")
    record Started(WorkLease lease, Instant at) implements WorkReported {
        @Override
        public String eventId() {
            return lease.requestId() + ":" + lease.delivery() + ":started";
        }
    }

    /** @param fraction done so far, 0..1 */
    @JsonTypeName("progress")
    record Progress(WorkLease lease, double fraction, Instant at) implements WorkReported {
        @Override
        public String eventId() {
            return lease.requestId() + ":" + lease.delivery() + ":progress:" + at.toEpochMilli();
        }
    }

    /** Written after every artifact is stored. */
    @JsonTypeName("succeeded")
    record Succeeded(WorkLease lease, WorkCompleted result, Instant at) implements WorkReported {
        @Override
        public String eventId() {
            return lease.requestId() + ":" + lease.delivery() + ":succeeded";
        }
    }

    @JsonTypeName("failed")
    record Failed(WorkLease lease, Failure failure, Instant at) implements WorkReported {
        @Override
        public String eventId() {
            return lease.requestId() + ":" + lease.delivery() + ":failed";
        }
    }

    /** The worker gives the request back undone; it costs the work no attempt. */
    @JsonTypeName("returned")
    record Returned(WorkLease lease, Reason reason, Instant at) implements WorkReported {
        /** Why it came back. */
        public enum Reason {
            @JsonProperty("drain")
            DRAIN,
            @JsonProperty("cancelled")
            CANCELLED
        }

        @Override
        public String eventId() {
            return lease.requestId() + ":" + lease.delivery() + ":returned";
        }
    }
}
