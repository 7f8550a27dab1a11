package io.melolog.schemas.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * What a record on a topic of the catalogue carries. Immutable.
 *
 * <p>The three accessors fill the CloudEvents attributes {@code subject} (also the record's key), {@code id} and {@code time}; see {@link
 * EventSerializer}.
 */
public interface Event {
    /** The record's key: a job id or a work id, as the topic catalogue says. */
    @JsonIgnore
    String eventKey();

    /** Unique among the events of one topic; the same when the same fact is written again. */
    @JsonIgnore
    String eventId();

    /** When it happened. */
    Instant at();
}
