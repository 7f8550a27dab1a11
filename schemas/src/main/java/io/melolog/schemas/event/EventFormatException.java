package io.melolog.schemas.event;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Bytes that are not the JSON of the record they should be. Permanent: reading them again changes nothing. */
public final class EventFormatException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public EventFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
