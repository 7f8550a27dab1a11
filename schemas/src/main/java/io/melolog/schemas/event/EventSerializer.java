package io.melolog.schemas.event;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as JSON and stamps the record's headers with its CloudEvents attributes, so that plain producers and Streams sinks write
 * the same. Thread-safe.
 */
public final class EventSerializer<T extends Event> implements Serializer<T> {
    private final String source;

    /** @param source the CloudEvents {@code source}: the service that writes, such as {@code /ingest-api} */
    public EventSerializer(String source) {
        this.source = source;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T event) {
        return event == null ? null : EventJson.write(event);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable T event) {
        if (event != null) {
            EventHeaders.stamp(headers, event, topic, source);
        }
        return serialize(topic, event);
    }
}
