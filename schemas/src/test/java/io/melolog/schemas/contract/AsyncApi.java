package io.melolog.schemas.contract;

import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.event.EventTypes;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** The AsyncAPI 3.1 document of the catalogue. Payloads are the JSON Schemas beside it. */
final class AsyncApi {
    private static final List<String> REQUIRED_HEADERS = List.of(
            EventHeaders.SPEC_VERSION,
            EventHeaders.ID,
            EventHeaders.SOURCE,
            EventHeaders.TYPE,
            EventHeaders.TIME,
            EventHeaders.SUBJECT,
            EventHeaders.DATA_SCHEMA,
            EventHeaders.CONTENT_TYPE);

    private AsyncApi() {}

    static String yaml() {
        YAMLMapper yaml = YAMLMapper.builder()
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .disable(YAMLWriteFeature.SPLIT_LINES)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        return yaml.writeValueAsString(document());
    }

    private static Map<String, Object> document() {
        Map<String, Object> channels = new LinkedHashMap<>();
        Map<String, Object> operations = new LinkedHashMap<>();
        Map<String, Object> messages = new LinkedHashMap<>();
        for (Topic<?> topic : Topics.all()) {
            channels.put(topic.name(), channel(topic));
            operations.put("send-" + topic.name(), operation(topic));
            EventKinds.of(topic)
                    .forEach(kind -> messages.put(EventKinds.cloudEventType(topic, kind), message(topic, kind)));
        }
        return ordered(
                "asyncapi",
                "3.1.0",
                "info",
                info(),
                "defaultContentType",
                "application/json",
                "channels",
                channels,
                "operations",
                operations,
                "components",
                ordered("messages", messages, "messageTraits", ordered("cloudEvent", cloudEvent())));
    }

    private static Map<String, Object> info() {
        return ordered(
                "title",
                "Melolog",
                "version",
                "1.0.0",
                "description",
                "Recordings to stems, pitch and a readable score. Every upload and every result is a record on one of these topics. "
                        + "Read with isolation.level=read_committed: some are written in transactions.",
                "license",
                ordered("name", "Apache-2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0"));
    }

    private static Map<String, Object> channel(Topic<?> topic) {
        Map<String, Object> messages = new LinkedHashMap<>();
        for (Class<?> kind : EventKinds.of(topic)) {
            String type = EventKinds.cloudEventType(topic, kind);
            messages.put(type, ref("#/components/messages/" + type));
        }
        return ordered(
                "address", topic.name(),
                "description", topic.purpose(),
                "messages", messages,
                "bindings", ordered("kafka", ordered("topic", topic.name(), "topicConfiguration", settings(topic))));
    }

    private static Map<String, Object> settings(Topic<?> topic) {
        Map<String, Object> settings = new LinkedHashMap<>();
        new TreeMap<>(topic.retention().topicConfig())
                .forEach((name, value) -> settings.put(
                        name, name.equals("cleanup.policy") ? List.of(value) : (Object) Long.parseLong(value)));
        return settings;
    }

    private static Map<String, Object> operation(Topic<?> topic) {
        return ordered(
                "action", "send",
                "channel", ref("#/channels/" + topic.name()),
                "summary", topic.purpose());
    }

    private static Map<String, Object> message(Topic<?> topic, Class<?> kind) {
        String type = EventKinds.cloudEventType(topic, kind);
        return ordered(
                "name", type,
                "contentType", "application/json",
                "headers", ordered("type", "object", "properties", ordered(EventHeaders.TYPE, constant(type))),
                "payload",
                        ordered(
                                "schemaFormat",
                                "application/schema+json;version=draft-2020-12",
                                "schema",
                                ref("." + EventTypes.dataSchema(topic.name()) + TopicSchemas.pointer(kind))),
                "bindings", ordered("kafka", ordered("key", key(topic))),
                "traits", List.of(ref("#/components/messageTraits/cloudEvent")));
    }

    private static Map<String, Object> key(Topic<?> topic) {
        String meaning =
                switch (topic.key()) {
                    case JOB_ID -> "The job id.";
                    case WORK_ID -> "The work id.";
                    case OWNER_ID -> "The work id, the original's id, or the job id: whose objects.";
                    case MODEL -> "The model, written name@version.";
                    case STAGE -> "The name of the stage.";
                    case KEY_ID -> "The id of the API key.";
                    case AS_SOURCE -> "The key of the record that could not be processed.";
                };
        return ordered("type", "string", "description", meaning);
    }

    private static Map<String, Object> cloudEvent() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(EventHeaders.SPEC_VERSION, constant("1.0"));
        properties.put(
                EventHeaders.ID, text("Unique among the events of a topic; the same when a fact is written again."));
        properties.put(EventHeaders.SOURCE, text("The service that wrote it, such as /ingest-api."));
        properties.put(EventHeaders.TYPE, text("The kind of event."));
        properties.put(EventHeaders.TIME, ordered("type", "string", "format", "date-time"));
        properties.put(EventHeaders.SUBJECT, text("The record's key."));
        properties.put(EventHeaders.DATA_SCHEMA, text("The path of the JSON Schema in the schemas jar."));
        properties.put(EventHeaders.CONTENT_TYPE, constant("application/json"));
        properties.put(
                EventHeaders.TRACE_PARENT, text("W3C Trace Context, carried from cause to effect; may be absent."));
        return ordered("headers", ordered("type", "object", "required", REQUIRED_HEADERS, "properties", properties));
    }

    private static Map<String, Object> text(String description) {
        return ordered("type", "string", "description", description);
    }

    private static Map<String, Object> constant(String value) {
        return ordered("type", "string", "const", value);
    }

    private static Map<String, Object> ref(String target) {
        return ordered("$ref", target);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
