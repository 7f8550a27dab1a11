package io.melolog.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The committed AsyncAPI document names everything that is on the topics, and what it refers to is there. */
class AsyncApiTest {
    private static final Path FILE = Path.of("src", "main", "resources", "asyncapi.yaml");

    private final JsonNode document = new YAMLMapper().readTree(FILE);

    @Test
    void shouldNameEveryTopicAndEveryKindOfEvent() {
        assertThat(document.path("asyncapi").asString()).isEqualTo("3.1.0");
        assertThat(document.path("channels").size()).isEqualTo(Topics.all().size());
        for (Topic<?> topic : Topics.all()) {
            JsonNode channel = document.path("channels").path(topic.name());
            assertThat(channel.path("address").asString()).isEqualTo(topic.name());
            for (Class<?> kind : EventKinds.of(topic)) {
                assertThat(channel.path("messages").has(EventKinds.cloudEventType(topic, kind)))
                        .as("%s on %s", kind, topic.name())
                        .isTrue();
            }
            assertThat(document.path("operations"))
                    .as("an operation on %s", topic.name())
                    .anyMatch(operation -> operation.path("action").asString().equals("send")
                            && operation.path("channel").path("$ref").asString().equals("#/channels/" + topic.name()));
        }
    }

    @Test
    void shouldReferToWhatExists() throws IOException {
        // given
        List<String> references = new ArrayList<>();
        collect(document, references);

        // then
        assertThat(references).isNotEmpty();
        for (String reference : references) {
            int hash = reference.indexOf('#');
            JsonNode target = document;
            if (hash > 0) {
                Path file = FILE.resolveSibling(reference.substring(0, hash));
                target = new JsonMapper().readTree(Files.readString(file));
            }
            assertThat(target.at(reference.substring(hash + 1)).isObject())
                    .as(reference)
                    .isTrue();
        }
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.path("$ref").isString()) {
            references.add(node.path("$ref").asString());
        }
        node.forEach(child -> collect(child, references));
    }
}
