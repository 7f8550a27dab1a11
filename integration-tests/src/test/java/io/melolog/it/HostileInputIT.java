package io.melolog.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.melolog.schemas.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every format that people bring, and every file that would like to break the service, through HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path CORPUS = Path.of(System.getProperty("melolog.shared", "../../shared"), "audio");

    @TempDir
    static Path temp;

    private Server server;

    @BeforeAll
    void startServer() {
        server = Server.start(temp.resolve("data"));
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @Test
    void shouldCompleteEveryFormat() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the corpus ../shared/audio is not here");
        // given
        Map<String, String> jobs = new LinkedHashMap<>();
        Map<String, Boolean> optional = new LinkedHashMap<>();
        for (JsonNode format : json("formats.json").path("files")) {
            String file = format.path("file").asString("");
            optional.put(file, format.path("optional").asBoolean(false));
            MelologClient.Answer answer = server.client().upload(CORPUS.resolve(file), null);
            if (answer.status() == 202) {
                jobs.put(file, answer.text("id"));
            } else {
                assertCleanRefusal(file, answer);
                assertThat(optional.get(file)).as(file + " " + answer.body()).isTrue();
            }
        }

        // when
        jobs.forEach((file, id) -> {
            JsonNode job = server.client().awaitEnd(id, PATIENCE);

            // then
            if (!optional.get(file)) {
                assertThat(job.path("status").asString(""))
                        .as(file + " " + job.path("error"))
                        .isEqualTo("completed");
            }
        });
    }

    @Test
    void shouldEndEveryMalformedFileAsExpectedAndGoOn() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the corpus ../shared/audio is not here");
        // given
        Map<String, String> jobs = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        for (JsonNode malformed : json("malformed.json").path("files")) {
            String file = malformed.path("file").asString("");
            expected.put(file, malformed.path("expect").asString(""));
            MelologClient.Answer answer = server.client().upload(CORPUS.resolve(file), null);
            if (answer.status() == 202) {
                jobs.put(file, answer.text("id"));
            } else {
                assertCleanRefusal(file, answer);
                assertThat(expected.get(file)).as(file + " " + answer.body()).isNotEqualTo("accept");
            }
        }

        // when
        jobs.forEach((file, id) ->
                assertEnd(file, expected.get(file), server.client().awaitEnd(id, PATIENCE)));

        // then
        assertNextJobRuns(1);
    }

    @Test
    void shouldRefuseNoiseOfEveryLengthCleanly() {
        // given
        var random = new SplittableRandom(7);

        // when
        for (int length : new int[] {0, 1, 11, 12, 44, 1_000, 70_000}) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            MelologClient.Answer answer = server.client().upload("noise-" + length + ".mp3", noise, null);

            // then
            if (answer.status() == 202) {
                assertEnd("noise", "reject", server.client().awaitEnd(answer.text("id"), PATIENCE));
            } else {
                assertCleanRefusal("noise of " + length, answer);
            }
        }
        assertNextJobRuns(2);
    }

    private void assertNextJobRuns(long seed) {
        String id = server.client().submit(Audio.song(temp.resolve("next-" + seed + ".wav"), 2, seed), null);
        assertThat(server.client().awaitEnd(id, PATIENCE).path("status").asString(""))
                .isEqualTo("completed");
    }

    private static void assertCleanRefusal(String file, MelologClient.Answer answer) {
        assertThat(answer.status()).as(file + " " + answer.body()).isBetween(400, 499);
        assertThat(answer.raw().headers().firstValue("content-type").orElse(""))
                .as(file)
                .startsWith("application/problem+json");
        assertThat(answer.text("title")).as(file).isNotBlank();
        assertThat(answer.text("detail")).as(file).isNotBlank().doesNotContain("Exception");
    }

    private static void assertEnd(String file, String expect, JsonNode job) {
        String status = job.path("status").asString("");
        switch (expect) {
            case "accept" ->
                assertThat(status).as(file + " " + job.path("error")).isEqualTo("completed");
            case "reject", "limit" -> assertThat(status).as(file).isEqualTo("failed");
            default -> assertThat(status).as(file).isIn("completed", "failed");
        }
        if (status.equals("failed")) {
            JsonNode error = job.path("error");
            assertThat(error.path("code").asString("")).as(file).isNotIn("", "internal_error", "worker_lost");
            assertThat(error.path("detail").asString("")).as(file).isNotBlank().doesNotContain("Exception");
        }
    }

    private static JsonNode json(String name) throws IOException {
        return EventJson.mapper().readTree(Files.readAllBytes(CORPUS.resolve(name)));
    }
}
