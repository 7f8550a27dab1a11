package io.melolog.schemas.deadletter;

import io.melolog.schemas.event.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be processed, by reference.
 *
 * @param key of the source record, as text; empty when it had none
 * @param service which gave up on it
 * @param code stable, such as {@code unreadable_record}
 * @param cause the class of the exception, if there was one
 * @param attempt how often it was tried
 */
public record DeadLetter(
        String sourceTopic,
        int sourcePartition,
        long sourceOffset,
        String key,
        String service,
        String code,
        @Nullable String cause,
        int attempt,
        Instant at)
        implements Event {
    @Override
    public String eventKey() {
        return key;
    }

    @Override
    public String eventId() {
        return sourceTopic + ":" + sourcePartition + ":" + sourceOffset;
    }
}
