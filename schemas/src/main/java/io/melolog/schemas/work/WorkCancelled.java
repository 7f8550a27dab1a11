package io.melolog.schemas.work;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.Stage;
import java.time.Instant;

/** Nobody waits for this request any more: workers stop it, or skip it when they lease it. */
public record WorkCancelled(String workId, String requestId, Stage stage, Instant at) implements Event {
    @Override
    public String eventKey() {
        return workId;
    }

    @Override
    public String eventId() {
        return requestId + ":cancelled";
    }
}
