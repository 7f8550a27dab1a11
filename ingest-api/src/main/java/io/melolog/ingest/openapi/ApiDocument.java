package io.melolog.ingest.openapi;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemGuide;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document. It is kept by hand in JSON files beside this class, which are read in their order and put together; tests hold the
 * server to it. Two things are written shorter there: an operation's {@code x-problems} lists the codes that it can answer, and a header with
 * {@code x-everywhere} is part of every answer.
 */
public final class ApiDocument {
    private static final List<String> PARTS =
            List.of("api.json", "components.json", "jobs.json", "models.json", "keys.json", "service.json");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ApiDocument() {}

    /** The whole document; the caller's own. */
    public static JsonNode build() {
        ObjectNode document = MAPPER.createObjectNode();
        PARTS.forEach(part -> merge(document, read(part)));
        ObjectNode components = document.withObject("components");
        addExamples(components.withObject("examples"));
        new ProblemResponses(components.withObject("headers")).addTo(document.withObject("paths"));
        return document;
    }

    private static void addExamples(ObjectNode examples) {
        List<ProblemGuide.ProblemType> types =
                Arrays.stream(ProblemCode.values()).map(ProblemGuide::of).toList();
        types.forEach(type -> example(examples, "problem_" + type.code(), type.title(), type.example()));
        ProblemGuide.ProblemType first = ProblemGuide.of(ProblemCode.JOB_NOT_FOUND);
        example(examples, "problemType", first.title(), first);
        example(examples, "problemTypes", "One of them", Map.of("problems", List.of(first)));
    }

    private static void example(ObjectNode examples, String name, String summary, Object value) {
        examples.putObject(name).put("summary", summary).set("value", MAPPER.valueToTree(value));
    }

    private static void merge(ObjectNode into, ObjectNode part) {
        part.properties().forEach(field -> {
            if (into.get(field.getKey()) instanceof ObjectNode there && field.getValue() instanceof ObjectNode more) {
                merge(there, more);
            } else if (into.has(field.getKey())) {
                throw new IllegalStateException("two parts of the document have " + field.getKey());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private static ObjectNode read(String part) {
        try (InputStream json = ApiDocument.class.getResourceAsStream(part)) {
            return (ObjectNode)
                    MAPPER.readTree(Objects.requireNonNull(json, part).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
