package io.melolog.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The committed schemas are those of the records. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractFilesTest {
    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final String HOW =
            "The records and the committed contract differ. If the change of the contract is meant, write the files anew with\n"
                    + "  ./mvnw -pl schemas test -Dtest=ContractFilesTest -Dmelolog.regenerate=true\n"
                    + "read the difference as a consumer would, and commit it.";

    private final Map<Path, String> expected = new TreeMap<>();

    @BeforeAll
    void generate() throws IOException {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        var schemas = new TopicSchemas();
        for (Topic<?> topic : Topics.all()) {
            String text = json.writeValueAsString(schemas.of(topic)).replace("\r\n", "\n") + "\n";
            expected.put(RESOURCES.resolve("schemas").resolve(topic.name() + ".json"), text);
        }
        expected.put(RESOURCES.resolve("asyncapi.yaml"), AsyncApi.yaml());
        if (Boolean.getBoolean("melolog.regenerate")) {
            regenerate();
        }
    }

    @Test
    void shouldCommitWhatTheRecordsSay() throws IOException {
        for (var file : expected.entrySet()) {
            assertThat(file.getKey()).as(HOW).exists();
            assertThat(Files.readString(file.getKey())).as(HOW).isEqualTo(file.getValue());
        }
        try (Stream<Path> files = Files.list(RESOURCES.resolve("schemas"))) {
            assertThat(files.toList()).as(HOW).isSubsetOf(expected.keySet());
        }
    }

    private void regenerate() throws IOException {
        Files.createDirectories(RESOURCES.resolve("schemas"));
        try (Stream<Path> files = Files.list(RESOURCES.resolve("schemas"))) {
            for (Path old : new TreeSet<>(files.toList())) {
                Files.delete(old);
            }
        }
        for (var file : expected.entrySet()) {
            Files.writeString(file.getKey(), file.getValue(), StandardCharsets.UTF_8);
        }
    }
}
