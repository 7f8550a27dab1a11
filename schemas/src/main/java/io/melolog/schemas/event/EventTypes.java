package io.melolog.schemas.event;

import com.fasterxml.jackson.annotation.JsonTypeName;

/** Names of event types. {@code audio.job.event.v1} carrying a {@code completed} is of type {@code audio.job.event.completed.v1}. */
public final class EventTypes {
    private EventTypes() {}

    /** The CloudEvents {@code type}. */
    public static String cloudEventType(String topic, Event event) {
        JsonTypeName variant = event.getClass().getAnnotation(JsonTypeName.class);
        if (variant == null) {
            return topic;
        }
        int version = topic.lastIndexOf('.');
        return topic.substring(0, version) + "." + variant.value() + topic.substring(version);
    }

    /** The CloudEvents {@code dataschema}: the JSON Schema's path in the schemas jar. */
    public static String dataSchema(String topic) {
        return "/schemas/" + topic + ".json";
    }
}
