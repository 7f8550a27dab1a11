package io.melolog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkCompleted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Processes die; accepted jobs do not. */
class KillIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    /** Moments of the kill after the 202: before the plan, while stages run, near the end. */
    private static final List<Duration> MOMENTS = Boolean.getBoolean("melolog.proof")
            ? List.of(
                    Duration.ZERO,
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(4))
            : List.of(Duration.ofMillis(20), Duration.ofSeconds(1));

    @TempDir
    Path temp;

    @Test
    void shouldCompleteTheJobOnceAfterServeWasKilled() throws Exception {
        // given
        Path data = temp.resolve("data");
        int round = 0;
        for (Duration moment : MOMENTS) {
            Path song = Audio.song(temp.resolve("song-" + round + ".wav"), 40, 100 + round++);
            String id;
            try (Server server = Server.start(data)) {
                id = server.client().submit(song, null);
                Thread.sleep(moment);

                // when
                server.kill();
            }

            // then
            try (Server server = Server.start(data)) {
                JsonNode job = server.client().awaitEnd(id, PATIENCE);
                assertThat(job.path("status").asString(""))
                        .as(moment + " " + job)
                        .isEqualTo("completed");
                assertEndedOnce(server, id);
            }
        }
    }

    @Test
    void shouldRepeatOnlyTheWorkWhoseChildWasKilled() {
        // given
        try (Server server = Server.start(temp.resolve("data-child"))) {
            String id = server.client().submit(Audio.song(temp.resolve("child.wav"), 40, 200), null);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() ->
                            server.client().job(id).path("status").asString("").equals("processing"));

            // when
            server.process().handle().descendants().forEach(ProcessHandle::destroyForcibly);

            // then
            JsonNode job = server.client().awaitEnd(id, PATIENCE);
            assertThat(job.path("status").asString("")).as(job.toString()).isEqualTo("completed");
            assertEndedOnce(server, id);
        }
    }

    private static void assertEndedOnce(Server server, String id) {
        List<JobEvent> events = ResultLog.readAll(server.bootstrapServers(), Topics.JOB_EVENT).stream()
                .filter(event -> event.jobId().equals(id))
                .toList();
        assertThat(events).filteredOn(JobEvent.Completed.class::isInstance).hasSize(1);
        assertThat(events)
                .extracting(JobEvent::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        for (Stage stage : Stage.values()) {
            assertThat(ResultLog.readAll(server.bootstrapServers(), Topics.completed(stage)))
                    .extracting(WorkCompleted::workId)
                    .doesNotHaveDuplicates();
        }
    }
}
