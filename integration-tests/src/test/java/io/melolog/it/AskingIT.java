package io.melolog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.it.MelologClient.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One job as a careful client asks for it: once, waiting for the answer, then for what happened. */
class AskingIT {
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

    private static String header(Answer answer, String name) {
        return answer.raw().headers().firstValue(name).orElse("");
    }
}
