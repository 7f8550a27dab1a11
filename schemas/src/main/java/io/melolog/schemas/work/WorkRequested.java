package io.melolog.schemas.work;

import io.melolog.schemas.event.Event;
import java.time.Instant;
import java.util.List;

/**
 * One unit of work for the workers.
 *
 * @param requestId names this request of the work; a later attempt has another
 * @param attempt 1 for the first
 * @param tenant whose job asked first
 */
public record WorkRequested(
        String workId,
        String requestId,
        int attempt,
        String tenant,
        WorkSpec spec,
        List<InputObject> inputs,
        Lane lane,
        Instant at)
        implements Event {
    public WorkRequested {
        inputs = List.copyOf(inputs);
    }

    @Override
    public String eventKey() {
        return workId;
    }

    @Override
    public String eventId() {
        return requestId;
    }
}
