package io.melolog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.it.MelologClient.Answer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One job as a careful client asks for it: once, waiting for the answer, then for what happened. */
class AskingIT {
    private static final int SONGS = 24;

    @TempDir
    private Path temp;

    @Test
    void shouldAnswerASubmissionWithItsResultAndTellHowItCame() {
        // given
        Path song = Audio.song(temp.resolve("song.wav"), 3, 5);
        try (Server server = Server.start(temp.resolve("data"))) {
            MelologClient client = server.client();

            // when
            Answer done = client.uploadWithHeaders(
                    song, "waveform,pitch", "Idempotency-Key", "asking-1", "Prefer", "wait=60");
            Answer again = client.uploadWithHeaders(song, "waveform,pitch", "Idempotency-Key", "asking-1");
            String path = "/v1/jobs/" + done.text("id");
            Answer events = client.get(path + "/events");
            Answer same = client.get(path + "?wait=30", "If-None-Match", header(done, "ETag"));

            // then
            assertThat(done.status()).isEqualTo(202);
            assertThat(done.text("status")).as(done.body().toString()).isEqualTo("completed");
            assertThat(header(done, "Preference-Applied")).isEqualTo("wait=60");
            assertThat(again.text("id")).isEqualTo(done.text("id"));
            assertThat(header(again, "Idempotency-Replayed")).isEqualTo("true");
            assertThat(client.get("/v1/jobs").body().path("jobs")).hasSize(1);
            assertThat(same.status()).isEqualTo(304);
            List<String> lines = new String(events.raw().body(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> ids =
                    lines.stream().filter(line -> line.startsWith("id: ")).toList();
            assertThat(lines)
                    .contains("event: planned", "event: stage-started", "event: stage-finished", "event: completed");
            assertThat(ids)
                    .startsWith("id: 1", "id: 2")
                    .hasSize(lines.stream()
                            .filter(line -> line.startsWith("event: ") && !line.endsWith("progress"))
                            .toList()
                            .size());
            assertThat(client.get(
                                    path + "/events",
                                    "Last-Event-ID",
                                    ids.getLast().substring(4))
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void shouldMakeOneJobOfEveryKeyAcrossAKill() throws Exception {
        // given
        Path data = temp.resolve("data-kill");
        Map<Integer, Path> songs = new HashMap<>();
        for (int i = 0; i < SONGS; i++) {
            songs.put(i, Audio.song(temp.resolve("kill-" + i + ".wav"), 1, 300 + i));
        }
        Map<Integer, String> accepted = new ConcurrentHashMap<>();
        try (Server server = Server.start(data);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            songs.forEach((i, song) -> clients.execute(() -> submit(server, i, song, accepted)));
            Awaitility.await().until(() -> accepted.size() >= SONGS / 4);

            // when
            server.kill();
        }

        // then
        assertThat(accepted).hasSizeLessThan(SONGS);
        Map<Integer, String> before = Map.copyOf(accepted);
        try (Server server = Server.start(data)) {
            songs.forEach((i, song) -> submit(server, i, song, accepted));
            assertThat(accepted).hasSize(SONGS).containsAllEntriesOf(before);
            Awaitility.await().untilAsserted(() -> assertThat(listed(server))
                    .containsExactlyInAnyOrderElementsOf(accepted.values()));
        }
    }

    private static Set<String> listed(Server server) {
        Set<String> ids = new HashSet<>();
        server.client()
                .get("/v1/jobs?limit=100")
                .body()
                .path("jobs")
                .forEach(job -> ids.add(job.path("id").asString("")));
        return ids;
    }

    private static void submit(Server server, int i, Path song, Map<Integer, String> accepted) {
        try {
            Answer answer = server.client().uploadWithHeaders(song, "waveform", "Idempotency-Key", "kill-" + i);
            if (answer.status() == 202) {
                accepted.put(i, answer.text("id"));
            }
        } catch (UncheckedIOException e) {
            // cut by the kill: tried again when the server is back, where it counts
            accepted.remove(i);
        }
    }

    private static String header(Answer answer, String name) {
        return answer.raw().headers().firstValue(name).orElse("");
    }
}
