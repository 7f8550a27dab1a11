package io.melolog.schemas.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.melolog.schemas.topic.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of event that a topic carries. */
final class EventKinds {
    private EventKinds() {}

    /** The variants of a sealed type, else the record itself. */
    static List<Class<?>> of(Topic<?> topic) {
        Class<?> type = topic.valueType();
        return type.isSealed() ? List.of(type.getPermittedSubclasses()) : List.of(type);
    }

    /** As {@code EventTypes.cloudEventType} says of an event of this kind. */
    static String cloudEventType(Topic<?> topic, Class<?> kind) {
        @Nullable JsonTypeName variant = kind.getAnnotation(JsonTypeName.class);
        int version = topic.name().lastIndexOf('.');
        return variant == null
                ? topic.name()
                : topic.name().substring(0, version) + "." + variant.value()
                        + topic.name().substring(version);
    }
}
