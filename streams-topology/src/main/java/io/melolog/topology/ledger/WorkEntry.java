package io.melolog.topology.ledger;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.WorkCompleted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the ledger remembers of one unit of work, or of an upload. Waiters and holds have stores of their own. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface WorkEntry {

    /** Trace context for what no record causes. */
    default @Nullable String traceContext() {
        return null;
    }

    /**
     * Wanted and not finished; has one waiter at least.
     *
     * @param request the newest request
     * @param dueAt when it is given up (running) or made again (retry-wait); null while no worker has begun: a queue has no deadline
     */
    @JsonTypeName("open")
    record Open(
            AskedWork asked,
            Request request,
            Phase phase,
            @Nullable Instant dueAt) implements WorkEntry {
        /** Where the newest request is. */
        enum Phase {
            REQUESTED,
            RUNNING,
            RETRY_WAIT
        }

        @Override
        public @Nullable String traceContext() {
            return asked.traceParent();
        }

        /** Whether a worker may have, or take, the newest request. */
        boolean outstanding() {
            return phase != Phase.RETRY_WAIT;
        }

        Open running(Instant deadline) {
            return new Open(asked, request, Phase.RUNNING, deadline);
        }

        Open retryAt(Instant at) {
            return new Open(asked, request, Phase.RETRY_WAIT, at);
        }

        Open requestedAs(Request next) {
            return new Open(asked, next, Phase.REQUESTED, null);
        }

        Open withAsked(AskedWork other) {
            return new Open(other, request, phase, dueAt);
        }
    }

    /** Failed for good; waiters are still being told. Never memoised: the entry goes with the last of them. */
    @JsonTypeName("failing")
    record Failing(Stage stage, Failure failure) implements WorkEntry {}

    /** @param retireAt set while nobody holds it */
    @JsonTypeName("finished")
    record Finished(WorkCompleted result, @Nullable Instant retireAt) implements WorkEntry {}

    /**
     * Its objects are being deleted. Who asks meanwhile is parked as a waiter.
     *
     * @param since names this deletion: only its own {@code Deleted} ends it
     * @param parked the newest ask; null while nobody asks
     */
    @JsonTypeName("deleting")
    record Deleting(Instant since, @Nullable AskedWork parked) implements WorkEntry {}

    /** An upload that jobs hold. */
    @JsonTypeName("original")
    record Original(String objectKey, @Nullable Instant retireAt) implements WorkEntry {}

    /** As {@link Deleting}, for an upload. */
    @JsonTypeName("deleting-original")
    record DeletingOriginal(String objectKey, Instant since) implements WorkEntry {}
}
