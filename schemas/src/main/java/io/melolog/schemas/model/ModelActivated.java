package io.melolog.schemas.model;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import java.time.Instant;

/** From now on, jobs that name no model use this one for the stage; jobs that were accepted before keep theirs. */
public record ModelActivated(Stage stage, ModelRef model, Instant at) implements Event {
    @Override
    public String eventKey() {
        return stage.id();
    }

    @Override
    public String eventId() {
        return stage.id() + ":" + model + ":" + at.toEpochMilli();
    }
}
