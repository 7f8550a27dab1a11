package io.melolog.ingest.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.testing.ApiContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ApiDocumentTest {
    private static final JsonNode DOCUMENT = ApiDocument.build();
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([a-z]+)}");

    @Test
    void shouldLeadEveryReferenceSomewhere() {
        walk("", DOCUMENT, (at, node) -> {
            if (node.path("$ref").isString()) {
                assertThat(DOCUMENT.at(node.path("$ref").stringValue().substring(1))
                                .isObject())
                        .as("%s: %s", at, node)
                        .isTrue();
            }
        });
    }

    @Test
    void shouldLeaveNothingInShort() {
        walk("", DOCUMENT, (at, node) -> assertThat(node.propertyNames())
                .as(at)
                .noneMatch(name -> name.startsWith("x-")));
    }

    @Test
    void shouldGiveEveryOperationAnIdOfItsOwnAndItsPathParameters() {
        Set<String> ids = new HashSet<>();
        operations((name, operation) -> {
            assertThat(ids.add(operation.path("operationId").stringValue()))
                    .as(name)
                    .isTrue();
            for (String field : List.of("summary", "description")) {
                assertThat(operation.path(field).stringValue("")).as(name).isNotBlank();
            }
            List<String> declared = operation
                    .path("parameters")
                    .valueStream()
                    .map(ApiContract::resolved)
                    .filter(parameter -> parameter.path("in").stringValue().equals("path"))
                    .map(parameter -> parameter.path("name").stringValue())
                    .toList();
            List<String> needed = PATH_PARAMETER
                    .matcher(name)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(declared).as(name).containsExactlyInAnyOrderElementsOf(needed);
        });
    }

    @Test
    void shouldDescribeEveryParameterHeaderAndFieldWithAnExample() {
        for (String kind : List.of("parameters", "headers")) {
            DOCUMENT.path("components").path(kind).properties().forEach(entry -> {
                assertThat(entry.getValue().path("description").stringValue(""))
                        .as(entry.getKey())
                        .isNotBlank();
                assertThat(entry.getValue().has("example")).as(entry.getKey()).isTrue();
                assertThat(ApiContract.errors(
                                entry.getValue().path("schema"),
                                entry.getValue().path("example")))
                        .as(entry.getKey())
                        .isEmpty();
            });
        }
        DOCUMENT.path("components").path("schemas").properties().forEach(schema -> {
            assertThat(schema.getValue().path("description").stringValue(""))
                    .as(schema.getKey())
                    .isNotBlank();
            schema.getValue().path("properties").properties().forEach(field -> assertThat(
                            field.getValue().has("description")
                                    || field.getValue().has("$ref"))
                    .as("%s.%s", schema.getKey(), field.getKey())
                    .isTrue());
        });
    }

    @Test
    void shouldDescribeEveryResponseWithAnExampleThatIsValid() {
        operations((name, operation) -> operation.path("responses").properties().forEach(entry -> {
            String at = name + " " + entry.getKey();
            assertThat(entry.getValue().path("description").stringValue(""))
                    .as(at)
                    .isNotBlank();
            entry.getValue().path("content").properties().forEach(content -> checkExamples(at, content));
        }));
        operations((name, operation) -> operation
                .path("requestBody")
                .path("content")
                .properties()
                .forEach(content -> checkExamples(name, content)));
    }

    private static void checkExamples(String at, Map.Entry<String, JsonNode> content) {
        JsonNode examples = content.getValue().path("examples");
        assertThat(examples.isEmpty())
                .as("%s has no example in %s", at, content.getKey())
                .isFalse();
        examples.forEach(example -> assertThat(ApiContract.errors(
                        content.getValue().path("schema"),
                        ApiContract.resolved(example).path("value")))
                .as("%s %s", at, example)
                .isEmpty());
    }

    @Test
    void shouldHaveEveryProblemWhereItCanBeAnswered() {
        // given
        Set<String> documented = new HashSet<>();
        operations((name, operation) -> operation
                .path("responses")
                .forEach(response -> documented.addAll(response.path("content")
                        .path("application/problem+json")
                        .path("examples")
                        .propertyNames())));

        // then: a wrong method is no operation
        List<String> codes = new ArrayList<>(
                Arrays.stream(ProblemCode.values()).map(ProblemCode::code).toList());
        codes.remove(ProblemCode.METHOD_NOT_ALLOWED.code());
        assertThat(documented).containsExactlyInAnyOrderElementsOf(codes);
    }

    @Test
    void shouldSayTheSameInYaml() {
        assertThat(new YAMLMapper().readTree(YamlWriter.write(DOCUMENT)))
                .isEqualTo(new YAMLMapper().readTree(DOCUMENT.toString()));
    }

    private static void operations(BiConsumer<String, JsonNode> visitor) {
        DOCUMENT.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> visitor.accept(operation.getKey() + " " + path.getKey(), operation.getValue())));
    }

    private static void walk(String at, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(at, node);
        }
        node.properties().forEach(field -> walk(at + "/" + field.getKey(), field.getValue(), visitor));
        if (node.isArray()) {
            node.forEach(item -> walk(at + "/-", item, visitor));
        }
    }
}
