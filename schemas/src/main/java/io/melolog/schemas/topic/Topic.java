package io.melolog.schemas.topic;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventSerializer;
import io.melolog.schemas.event.JsonSerde;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A row of the catalogue.
 *
 * @param name {@code <domain>.<entity>.<event>.v<major>}
 * @param key what the record's key is
 * @param valueType the record, or the sealed type of the records, that it carries
 * @param retention how long records are kept
 */
public record Topic<T extends Event>(String name, Key key, Class<T> valueType, Retention retention, String purpose) {
    /** What a record's key is. */
    public enum Key {
        JOB_ID,
        WORK_ID,
        /** A work id or a job id: whose objects. */
        OWNER_ID,
        /** A model's name and version. */
        MODEL,
        /** A stage's name. */
        STAGE,
        /** An API key's id. */
        KEY_ID,
        /** The key of the record that could not be processed. */
        AS_SOURCE
    }

    /** Writes events with their CloudEvents headers; {@code source} such as {@code /ingest-api}. */
    public Serializer<T> serializer(String source) {
        return new EventSerializer<>(source);
    }

    /** Reads events; throws {@code EventFormatException} on anything else. */
    public Deserializer<T> deserializer() {
        return new JsonSerde<>(valueType).deserializer();
    }

    /** Both. */
    public Serde<T> serde(String source) {
        return Serdes.serdeFrom(serializer(source), deserializer());
    }
}
