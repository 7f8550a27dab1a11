package io.melolog.schemas.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of every record of the contract: absent values are left out, times are ISO-8601 in UTC, unknown fields are ignored so that
 * an old reader understands a newer writer. What a record does not declare {@code @Nullable} must be there. Thread-safe.
 */
public final class EventJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new RequiredComponents())
            .changeDefaultPropertyInclusion(
                    ignored -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private EventJson() {}

    /** The mapper that defines the JSON form; for callers that need more than bytes. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** The UTF-8 JSON of a record of the contract. */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /**
     * Reads a record of the contract.
     *
     * @throws EventFormatException when the bytes are not the JSON of such a record; the message names the field, never what it holds
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new EventFormatException("the JSON is null where a " + type.getSimpleName() + " is due", null);
            }
            return value;
        } catch (JacksonException e) {
            throw new EventFormatException(
                    "not a " + type.getSimpleName() + ": " + e.getClass().getSimpleName() + at(e), e);
        }
    }

    /** Where it happened, such as {@code  at stages[0].workId}. */
    private static String at(JacksonException e) {
        var path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? "" : " at " + path;
    }

    /** The one JSON text that equal values share: keys sorted, no white space. Identities are hashes of it. */
    public static byte[] canonical(Object value) {
        return sorted(MAPPER.valueToTree(value)).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Map<String, JsonNode> fields = new TreeMap<>();
            object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            fields.forEach(result::set);
            return result;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> result.add(sorted(element)));
            return result;
        }
        return node;
    }
}
