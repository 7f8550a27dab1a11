package io.melolog.ingest.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.melolog.ingest.openapi.ApiDocument;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds answers against the OpenAPI document: their status, every header, and the body. Fields that the document does not have are errors. */
public final class ApiContract {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode DOCUMENT = closed(ApiDocument.build());
    private static final String PROBLEM = "application/problem+json";
    /** Of HTTP itself, not of this API. */
    private static final Set<String> TRANSPORT = Set.of(
            ":status", "date", "content-type", "content-length", "transfer-encoding", "connection", "keep-alive");

    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private ApiContract() {}

    /** @throws AssertionError when the answer is not as documented */
    public static void check(HttpResponse<String> response) {
        String method = response.request().method();
        String template = template(response.request().uri().getRawPath());
        String name = method + " " + response.request().uri().getPath() + " " + response.statusCode();
        JsonNode operation =
                DOCUMENT.path("paths").path(template).path(method.equals("HEAD") ? "get" : method.toLowerCase());
        if (operation.isMissingNode()) {
            assertThat(response.statusCode()).as(name).isIn(400, 404, 405);
            validate(name, Map.of("$ref", "#/components/schemas/Problem"), JSON.readTree(response.body()));
            return;
        }
        JsonNode documented = operation.path("responses").path(Integer.toString(response.statusCode()));
        assertThat(documented.isObject())
                .as("%s is not documented: %s", name, response.body())
                .isTrue();
        checkHeaders(name, documented.path("headers"), response.headers().map());
        if (!method.equals("HEAD")) {
            checkBody(name, documented.path("content"), response);
        }
        SEEN.add(operation.path("operationId").stringValue() + " " + response.statusCode());
    }

    /** The operations that were answered in this JVM, each with a status, such as {@code readJob 200}. */
    public static Set<String> seen() {
        return new TreeSet<>(SEEN);
    }

    private static String template(String path) {
        return DOCUMENT.path("paths").propertyNames().stream()
                .filter(template -> path.matches(template.replaceAll("\\{[a-z]+}", "[^/]+")))
                .min(java.util.Comparator.comparing(template -> template.contains("{")))
                .orElse("");
    }

    private static void checkHeaders(String name, JsonNode documented, Map<String, List<String>> actual) {
        Set<String> undocumented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        undocumented.addAll(actual.keySet());
        undocumented.removeAll(TRANSPORT);
        documented.propertyNames().forEach(undocumented::remove);
        assertThat(undocumented)
                .as("headers of %s that are not documented", name)
                .isEmpty();
        documented.properties().forEach(entry -> {
            JsonNode header = resolved(entry.getValue());
            List<String> values = actual.entrySet().stream()
                    .filter(sent -> sent.getKey().equalsIgnoreCase(entry.getKey()))
                    .flatMap(sent -> sent.getValue().stream())
                    .toList();
            if (header.path("required").booleanValue()) {
                assertThat(values).as("%s of %s", entry.getKey(), name).isNotEmpty();
            }
            values.forEach(value -> validate(
                    name + " " + entry.getKey(), header.path("schema"), headerValue(header.path("schema"), value)));
        });
    }

    private static JsonNode headerValue(JsonNode schema, String value) {
        return schema.path("type").stringValue("").equals("integer")
                ? JSON.readTree(value)
                : JsonNodeFactory.instance.stringNode(value);
    }

    private static void checkBody(String name, JsonNode content, HttpResponse<String> response) {
        if (content.isMissingNode()) {
            assertThat(response.body()).as(name).isEmpty();
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode documented = content.path(type);
        assertThat(documented.isObject()).as("%s in %s", name, type).isTrue();
        validate(
                name,
                documented.path("schema"),
                type.endsWith("json")
                        ? JSON.readTree(response.body())
                        : JsonNodeFactory.instance.stringNode(response.body()));
        if (type.equals(PROBLEM)) {
            String code = JSON.readTree(response.body()).path("code").stringValue();
            assertThat(documented.path("examples").propertyNames()).as(name).contains(code);
        }
    }

    private static void validate(String name, Object schema, JsonNode value) {
        assertThat(errors(JSON.valueToTree(schema), value))
                .as("%s: %s", name, value)
                .isEmpty();
    }

    /** What is wrong with a value under a schema of the document. */
    public static List<String> errors(JsonNode schema, JsonNode value) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", DOCUMENT.path("components"));
        return SCHEMAS.getSchema(whole).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    /** What a reference leads to; anything else is itself. */
    public static JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").stringValue("");
        return reference.isEmpty() ? node : resolved(DOCUMENT.at(reference.substring(1)));
    }

    /** Clients must take new fields; tests must not. */
    private static JsonNode closed(JsonNode document) {
        document.path("components").path("schemas").forEach(schema -> {
            if (schema instanceof ObjectNode object
                    && object.has("properties")
                    && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        });
        return document;
    }
}
