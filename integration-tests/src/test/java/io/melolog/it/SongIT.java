package io.melolog.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkReported;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The main job on one server: a song in, everything out, and nothing computed twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SongIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    static Path temp;

    private Server server;
    private MelologClient client;

    @BeforeAll
    void startServer() {
        server = Server.start(temp.resolve("data"));
        client = server.client();
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @Test
    void shouldTurnASongIntoStemsNotesAndAScore() throws Exception {
        // given
        Path song = Audio.song(temp.resolve("song.wav"), 6, 1);

        // when
        JsonNode job = client.awaitEnd(client.submit(song, null), PATIENCE);

        // then
        assertThat(job.path("status").asString("")).as(job.toString()).isEqualTo("completed");
        Set<String> names = new HashSet<>();
        job.path("artifacts")
                .forEach(artifact -> names.add(artifact.path("name").asString("")));
        assertThat(names)
                .contains(
                        "vocals.flac",
                        "accompaniment.flac",
                        "f0.csv",
                        "melody.csv",
                        "notes.json",
                        "score.musicxml",
                        "score.mid",
                        "score.ly",
                        "score.ultrastar.txt",
                        "waveform.json",
                        "waveform-overview.json");
        assertThat(job.path("content").path("fileName").asString("")).isEqualTo("song.wav");
        assertThat(job.path("content").path("durationSeconds").asDouble()).isCloseTo(6, within(0.01));
        assertThat(job.path("progress").asDouble()).isEqualTo(1);
        assertThat(job.path("stages")).hasSize(3).allMatch(stage -> !stage.path("reused")
                .asBoolean(true));
        if (MusicXmlSchema.isHere()) {
            MusicXmlSchema.validate(client.artifact(job, "score.musicxml"));
        }
    }

    @Test
    void shouldFindTheNotesThatWereSung() {
        // given: a major scale from A3, half a second each
        Path song = Audio.song(temp.resolve("scale.wav"), 4, 2);

        // when
        JsonNode job = client.awaitEnd(client.submit(song, "pitch"), PATIENCE);

        // then
        List<String> names = new ArrayList<>();
        job.path("result")
                .path("notes")
                .forEach(note -> names.add(note.path("name").asString("")));
        assertThat(names).containsExactly("A3", "B3", "C#4", "D4", "E4", "F#4", "G#4", "A4");
    }

    @Test
    void shouldAnswerTheSameSongFromTheLedger() {
        // given
        Path song = Audio.song(temp.resolve("again.wav"), 3, 3);
        String first = client.submit(song, null);
        client.awaitEnd(first, PATIENCE);

        // when
        JsonNode second = client.awaitEnd(client.submit(song, null), PATIENCE);

        // then
        assertThat(second.path("status").asString("")).isEqualTo("completed");
        assertThat(second.path("duplicateOf").asString("")).isEqualTo(first);
        assertThat(second.path("stages")).hasSize(3).allMatch(stage -> stage.path("reused")
                .asBoolean(false));
        assertThat(second.path("artifacts")).isNotEmpty();
    }

    @Test
    void shouldComputeOnceWhenTheSameSongComesTwiceAtOnce() {
        // given
        Path song = Audio.song(temp.resolve("twice.wav"), 5, 4);

        // when
        String first = client.submit(song, null);
        String second = client.submit(song, null);
        List<JsonNode> jobs = List.of(client.awaitEnd(first, PATIENCE), client.awaitEnd(second, PATIENCE));

        // then
        assertThat(jobs).allMatch(job -> job.path("status").asString("").equals("completed"));
        assertThat(vocalsOf(jobs.getFirst())).isEqualTo(vocalsOf(jobs.getLast()));
        List<WorkCompleted> results =
                ResultLog.readAll(server.bootstrapServers(), Topics.completed(Stage.SEPARATION)).stream()
                        .filter(result -> result.artifacts().stream()
                                .anyMatch(artifact -> artifact.sha256().equals(vocalsOf(jobs.getFirst()))))
                        .toList();
        assertThat(results).hasSize(1);
        assertThat(startsOf(results.getFirst().workId())).isEqualTo(1);
    }

    /** The consumer of the README: nothing of ours on its side. */
    @Test
    void shouldGiveResultsToAPlainKafkaClient() {
        // given
        JsonNode job = client.awaitEnd(client.submit(Audio.song(temp.resolve("plain.wav"), 3, 6), "pitch"), PATIENCE);
        String recording = job.path("content").path("sha256").asString("");
        Map<String, Object> config = Map.of(
                "bootstrap.servers", server.bootstrapServers(),
                "group.id", "my-reader",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");

        // when
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("audio.pitch.completed.v1"));
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value().contains(recording)) {
                        found.add(record);
                    }
                }
                return !found.isEmpty();
            });

            // then
            assertThat(found).singleElement().satisfies(record -> {
                assertThat(EventHeaders.get(record.headers(), "ce_type")).contains("audio.pitch.completed.v1");
                assertThat(EventHeaders.get(record.headers(), "ce_subject")).contains(record.key());
                assertThat(EventHeaders.get(record.headers(), "traceparent")).isPresent();
            });
        }
    }

    @Test
    void shouldCancelAndErase() {
        // given
        String id = client.submit(Audio.song(temp.resolve("long.wav"), 60, 5), null);

        // when
        assertThat(client.post("/v1/jobs/" + id + "/cancel").status()).isEqualTo(202);
        JsonNode job = client.awaitEnd(id, PATIENCE);

        // then
        assertThat(job.path("status").asString("")).isEqualTo("failed");
        assertThat(job.path("error").path("code").asString("")).isEqualTo("cancelled");
        assertThat(client.delete("/v1/jobs/" + id).status()).isEqualTo(204);
        assertThat(client.get("/v1/jobs/" + id).status()).isEqualTo(404);
    }

    private static String vocalsOf(JsonNode job) {
        return shaOf(job, "vocals.flac");
    }

    private static String shaOf(JsonNode job, String name) {
        for (JsonNode artifact : job.path("artifacts")) {
            if (artifact.path("name").asString("").equals(name)) {
                return artifact.path("sha256").asString("");
            }
        }
        throw new AssertionError("no " + name + " in " + job);
    }

    private long startsOf(String workId) {
        return ResultLog.readAll(server.bootstrapServers(), Topics.WORK_REPORTED).stream()
                .filter(report -> report instanceof WorkReported.Started)
                .filter(report -> report.lease().workId().equals(workId))
                .count();
    }
}
