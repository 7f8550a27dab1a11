package io.melolog.ingest;

import static io.melolog.ingest.UploadIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.EventSource;
import io.melolog.ingest.testing.EventSource.Received;
import io.melolog.ingest.testing.Replica;
import io.melolog.ingest.testing.Statuses;
import io.melolog.ingest.testing.TestLog;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkLease;
import io.melolog.schemas.work.WorkReported;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a job, as it happens, from any replica. */
class EventIT {
    private static final AtomicLong SEED = new AtomicLong(9_000);
    private static final String UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057";

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static TestLog log;
    private static Replica api;
    private static Replica other;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
        storage = new TestStorage(folder.resolve("s3"));
        log = new TestLog(broker);
        api = new Replica(broker, storage, folder.resolve("data"), Map.of()).awaitReady();
        other = new Replica(
                        broker,
                        storage,
                        folder.resolve("other"),
                        Map.of(
                                "melolog.events.heartbeat",
                                "200ms",
                                "melolog.events.max-streams",
                                2,
                                "melolog.events.max-write",
                                "1s"))
                .awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        other.close();
        api.close();
        log.close();
        storage.close();
        broker.close();
    }

    @Test
    void shouldTellHistoryThenNewsOnAnyReplica() throws Exception {
        // given
        String id = submit();
        JobEvent.Planned planned = planned(id);
        log.write(Topics.JOB_EVENT, planned);

        // when
        try (EventSource here = new EventSource(api.uri("/v1/jobs/" + id + "/events"));
                EventSource there = new EventSource(other.uri("/v1/jobs/" + id + "/events"))) {
            await().until(() -> here.events().size() == 1 && there.events().size() == 1);
            log.write(Topics.JOB_EVENT, started(id, 2));
            log.write(Topics.JOB_STATUS, Statuses.of(id, 3, State.COMPLETED));
            log.write(Topics.JOB_EVENT, new JobEvent.Completed(id, "default", 0, 3, Instant.now()));

            // then
            for (EventSource source : List.of(here, there)) {
                await().until(source::hasEnded);
                assertThat(source.response().statusCode()).isEqualTo(200);
                assertThat(source.response()
                                .headers()
                                .firstValue("Content-Type")
                                .orElseThrow())
                        .startsWith("text/event-stream");
                assertThat(source.response().headers().firstValue("Cache-Control"))
                        .contains("no-store");
                assertThat(source.numbered()).extracting(Received::id).containsExactly("1", "2", "3");
                assertThat(source.numbered())
                        .extracting(Received::event)
                        .containsExactly("planned", "stage-started", "completed");
                assertThat(EventJson.read(
                                source.events().getFirst().data().getBytes(StandardCharsets.UTF_8), JobEvent.class))
                        .isEqualTo(planned);
            }
        }
    }

    @Test
    void shouldGoOnAfterTheEventThatTheClientSawLast() throws Exception {
        // given
        String id = submit();
        for (long sequence = 1; sequence <= 100; sequence++) {
            log.write(Topics.JOB_EVENT, started(id, sequence));
        }
        log.write(Topics.JOB_STATUS, Statuses.of(id, 101, State.FAILED));
        log.write(
                Topics.JOB_EVENT,
                new JobEvent.Failed(id, "default", 0, 101, null, FailureCode.CANCELLED.because("x"), Instant.now()));
        await().until(() -> other.job(id).path("status").stringValue().equals("failed"));

        // when
        try (EventSource resumed = new EventSource(other.uri("/v1/jobs/" + id + "/events"), "Last-Event-ID", "7");
                EventSource whole = new EventSource(other.uri("/v1/jobs/" + id + "/events"))) {

            // then
            await().until(() -> resumed.hasEnded() && whole.hasEnded());
            assertThat(resumed.events()).hasSize(94);
            assertThat(resumed.events().getFirst().id()).isEqualTo("8");
            assertThat(whole.events()).hasSize(101);
        }
        assertThat(other.get("/v1/jobs/" + id + "/events", "Last-Event-ID", "101")
                        .statusCode())
                .isEqualTo(204);
        assertProblem(other.get("/v1/jobs/" + id + "/events", "Last-Event-ID", "seven"), 422, "invalid_parameter");
        assertThat(other.send("HEAD", "/v1/jobs/" + id + "/events", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldShowTheEndInTheDocumentWhenItTellsOfIt() throws Exception {
        // given
        String id = submit();
        try (EventSource source = new EventSource(api.uri("/v1/jobs/" + id + "/events"))) {
            log.write(Topics.JOB_EVENT, new JobEvent.Completed(id, "default", 0, 1, Instant.now()));

            // when
            log.write(Topics.JOB_STATUS, Statuses.of(id, 1, State.COMPLETED));
            await().until(() -> !source.events().isEmpty());

            // then
            assertThat(api.job(id).path("status").stringValue()).isEqualTo("completed");
        }
    }

    @Test
    void shouldTellProgressWithoutAnId() throws Exception {
        // given
        String id = submit();
        WorkLease lease = new WorkLease("w-" + id, "r", Stage.SEPARATION, 1, 1, "worker");
        log.write(Topics.JOB_STATUS, Statuses.of(id, 2, State.PROCESSING));
        await().until(() -> api.job(id).path("status").stringValue().equals("processing"));

        // when
        try (EventSource source = new EventSource(api.uri("/v1/jobs/" + id + "/events"))) {
            log.write(Topics.WORK_REPORTED, new WorkReported.Progress(lease, 0.25, Instant.now()));
            await().until(() -> !source.events().isEmpty());
            log.write(Topics.WORK_REPORTED, new WorkReported.Progress(lease, 0.5, Instant.now()));

            // then
            await().until(() -> source.events().size() == 2);
            assertThat(source.events())
                    .allMatch(event -> event.id() == null && event.event().equals("progress"));
            assertThat(source.events().getLast().json().path("fraction").doubleValue())
                    .isEqualTo(0.5);
            assertThat(source.events().getLast().json().path("progress").doubleValue())
                    .isEqualTo(0.5);
            assertThat(source.events().getLast().json().path("stage").stringValue())
                    .isEqualTo("separation");
        }
    }

    @Test
    void shouldEndWithAnErasedJob() throws Exception {
        // given
        String id = submit();
        log.write(Topics.JOB_EVENT, planned(id));
        try (EventSource source = new EventSource(api.uri("/v1/jobs/" + id + "/events"))) {
            await().until(() -> source.events().size() == 1);

            // when
            log.write(Topics.JOB_EVENT, new JobEvent.Erased(id, "default", 0, 2, Instant.now()));
            log.write(Topics.JOB_STATUS, new JobStatus.Erased(id, "default", 2, Instant.now()));

            // then
            await().until(source::hasEnded);
            assertThat(source.events().getLast().event()).isEqualTo("erased");
        }
        assertProblem(api.get("/v1/jobs/" + id + "/events"), 404, "job_not_found");
        assertProblem(api.get("/v1/jobs/" + UNKNOWN + "/events"), 404, "job_not_found");
    }

    @Test
    void shouldBoundTheStreamsAndNoticeWhoLeft() throws Exception {
        // given
        String id = submit();
        String path = "/v1/jobs/" + id + "/events";
        EventSource first = new EventSource(other.uri(path));
        EventSource second = new EventSource(other.uri(path));

        // when
        await().until(() -> first.comments().size() > 2);
        assertProblem(other.get(path), 503, "too_many_streams");
        first.close();

        // then
        await().untilAsserted(() -> {
            try (EventSource third = new EventSource(other.uri(path))) {
                assertThat(third.response().statusCode()).isEqualTo(200);
            }
        });
        second.close();
        awaitNoStreams();
    }

    @Test
    void shouldDropAClientThatDoesNotRead() throws Exception {
        // given
        String id = submit();
        String text = "w".repeat(100_000);
        for (long sequence = 1; sequence <= 150; sequence++) {
            log.write(
                    Topics.JOB_EVENT,
                    new JobEvent.StageStarted(id, "default", 0, sequence, Stage.PITCH, text, 1, Instant.now()));
        }

        // when
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", other.port()));
            socket.getOutputStream()
                    .write(("GET /v1/jobs/" + id + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));

            // then
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(other.get("/metrics").body().lines())
                            .filteredOn(line -> line.startsWith("ingest_event_streams"))
                            .contains("ingest_event_streams_ended_total{reason=\"slow\"} 1.0"));
            awaitNoStreams();
        }
    }

    private static void awaitNoStreams() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> other.get("/metrics").body().contains("ingest_event_streams 0.0"));
    }

    private static JobEvent.Planned planned(String id) {
        Instant now = Instant.now();
        return new JobEvent.Planned(
                id,
                "default",
                0,
                1,
                new ContentRef("0".repeat(64), 5_000, "audio/wav"),
                Lane.INTERACTIVE,
                List.of(),
                null,
                now,
                now);
    }

    private static JobEvent.StageStarted started(String id, long sequence) {
        return new JobEvent.StageStarted(id, "default", 0, sequence, Stage.SEPARATION, "w-" + id, 1, Instant.now());
    }

    private static String submit() {
        return api.submit(Audio.wav(5_000, SEED.incrementAndGet()));
    }
}
