package io.melolog.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The program that the README shows compiles: it is this one. */
class ConsumePitchResultsTest {
    // README
    static void printKeys(String bootstrapServers) {
        var topic = Topics.completed(Stage.PITCH);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "group.id", "my-reader",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), topic.deserializer())) {
            consumer.subscribe(List.of(topic.name()));
            while (!Thread.currentThread().isInterrupted()) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value().result() instanceof StageResult.Pitch pitch) {
                        System.out.println(record.key() + ": " + pitch.noteCount() + " notes in " + pitch.key());
                    }
                }
            }
        }
    }
    // /README

    @Test
    void shouldBeTheProgramInTheReadme() throws Exception {
        // given
        String source = Files.readString(
                Path.of("src", "test", "java", "io", "melolog", "schemas", "contract", "ConsumePitchResultsTest.java"));
        String program = source.substring(source.indexOf("    // README\n") + 14, source.indexOf("    // /README"));

        // then
        assertThat(Files.readString(Path.of("README.md")))
                .contains("```java\n"
                        + program.lines()
                                .map(line -> line.substring(Math.min(4, line.length())))
                                .collect(Collectors.joining("\n"))
                        + "\n```");
    }
}
