package io.melolog.schemas.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** CloudEvents 1.0 attributes as Kafka headers (binary content mode of the Kafka protocol binding), and W3C trace context. */
public final class EventHeaders {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String SOURCE = "ce_source";
    public static final String TYPE = "ce_type";
    public static final String TIME = "ce_time";
    public static final String SUBJECT = "ce_subject";
    public static final String DATA_SCHEMA = "ce_dataschema";
    public static final String CONTENT_TYPE = "content-type";
    /** W3C Trace Context; carried from a record to every record that it causes. */
    public static final String TRACE_PARENT = "traceparent";

    private EventHeaders() {}

    /** Sets the attributes of {@code event}, replacing those of an event that caused it; {@code traceparent} stays. */
    public static void stamp(Headers headers, Event event, String topic, String source) {
        set(headers, SPEC_VERSION, "1.0");
        set(headers, ID, event.eventId());
        set(headers, SOURCE, source);
        set(headers, TYPE, EventTypes.cloudEventType(topic, event));
        set(headers, TIME, event.at().toString());
        set(headers, SUBJECT, event.eventKey());
        set(headers, DATA_SCHEMA, EventTypes.dataSchema(topic));
        set(headers, CONTENT_TYPE, "application/json");
    }

    /** Replaces every header of that name. */
    public static void set(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The last header of that name. */
    public static Optional<String> get(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
