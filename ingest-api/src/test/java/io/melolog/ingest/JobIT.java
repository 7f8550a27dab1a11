package io.melolog.ingest;

import static io.melolog.ingest.UploadIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.ingest.testing.TestLog;
import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.Music;
import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkLease;
import io.melolog.schemas.work.WorkReported;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JobIT {
    private static final AtomicLong SEED = new AtomicLong();
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
        other = new Replica(broker, storage, folder.resolve("other"), Map.of()).awaitReady();
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
    void shouldKnowAnAcceptedJobOnEveryReplicaAtOnce() {
        for (int i = 0; i < 20; i++) {
            // given
            String id = submit();

            // when
            HttpResponse<String> there = other.get("/v1/jobs/" + id);
            HttpResponse<String> here = api.get("/v1/jobs/" + id);

            // then
            assertThat(there.statusCode()).isEqualTo(200);
            assertThat(here.statusCode()).isEqualTo(200);
            assertThat(here.headers().firstValue("Retry-After")).contains("1");
            assertThat(Replica.json(there).path("content").path("fileName").stringValue())
                    .isEqualTo("song.wav");
        }
    }

    @Test
    void shouldShowWhatTheNotifierSaysOfAJob() throws Exception {
        // given
        String id = submit();
        byte[] notes = "{\"notes\":[{\"onsetSeconds\":0.5,\"midi\":69,\"name\":\"A4\"}],\"clef\":\"treble\"}"
                .getBytes(StandardCharsets.UTF_8);
        Artifact artifact = store("work/w-notes/" + id, "notes.json", "application/json", notes);

        // when
        log.write(Topics.JOB_STATUS, completed(id, List.of(artifact)));
        await().until(() -> api.job(id).path("status").stringValue().equals("completed"));

        // then
        HttpResponse<String> response = api.get("/v1/jobs/" + id);
        JsonNode job = Replica.json(response);
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        assertThat(job.path("progress").doubleValue()).isEqualTo(1);
        assertThat(job.path("position").isNull()).isTrue();
        assertThat(job.path("result").path("notes").get(0).path("name").stringValue())
                .isEqualTo("A4");
        assertThat(job.path("result").path("key").stringValue()).isEqualTo("A minor");
        assertThat(job.path("stages").get(0).path("quality").stringValue()).isEqualTo("preview");
        assertThat(job.path("stages").get(0).path("model").stringValue()).isEqualTo("masknet@1");
        assertThat(job.path("artifacts").get(0).path("url").stringValue())
                .isEqualTo("/v1/jobs/" + id + "/artifacts/notes.json");
        JsonNode listed = listed(id, "");
        assertThat(listed.path("result").has("notes")).isFalse();
        assertThat(listed(id, "&include=notes").path("result").path("notes").size())
                .isEqualTo(1);
    }

    @Test
    void shouldShowProgressAndFailure() throws Exception {
        // given
        String running = submit();
        String failed = submit();
        WorkLease lease = new WorkLease("w-" + running, "r", Stage.SEPARATION, 1, 1, "worker");

        // when
        log.write(Topics.JOB_STATUS, known(running, State.PROCESSING, State.PROCESSING, null));
        log.write(Topics.WORK_REPORTED, new WorkReported.Progress(lease, 0.5, Instant.now()));
        log.write(Topics.JOB_STATUS, known(failed, State.FAILED, State.FAILED, FailureCode.UNDECODABLE_AUDIO));

        // then
        await().until(() -> api.job(running).path("progress").doubleValue() > 0);
        assertThat(api.job(running).path("status").stringValue()).isEqualTo("processing");
        await().until(() -> api.job(failed).path("status").stringValue().equals("failed"));
        JsonNode error = api.job(failed).path("error");
        assertThat(error.path("code").stringValue()).isEqualTo("undecodable_audio");
        assertThat(error.path("retryable").booleanValue()).isFalse();
        assertThat(error.path("title").stringValue()).isNotEmpty();
    }

    @Test
    void shouldCountThePositionOfWaitingJobs() {
        // given
        String first = submit();
        String second = submit();

        // when
        await().until(() -> !listed(second, "").isMissingNode());

        // then
        int before = api.job(first).path("position").intValue();
        assertThat(before).isPositive();
        assertThat(api.job(second).path("position").intValue()).isEqualTo(before + 1);
    }

    @Test
    void shouldPageThroughJobsFromTheNewest() {
        // given
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            submitted.add(submit());
        }
        await().until(() -> !listed(submitted.getLast(), "").isMissingNode());

        // when
        JsonNode first = Replica.json(api.get("/v1/jobs?limit=2"));
        String late = submit();
        JsonNode second = Replica.json(
                api.get("/v1/jobs?limit=2&cursor=" + first.path("nextCursor").stringValue()));

        // then
        assertThat(ids(first)).containsExactly(submitted.get(4), submitted.get(3));
        assertThat(ids(second))
                .containsExactly(submitted.get(2), submitted.get(1))
                .doesNotContain(late);
        assertThat(ids(Replica.json(api.get("/v1/jobs?status=waiting&limit=100"))))
                .containsAll(submitted);
        assertThat(ids(Replica.json(api.get("/v1/jobs?status=completed&limit=100"))))
                .doesNotContainAnyElementsOf(submitted);
    }

    @Test
    void shouldListByContentAnalysisAndTime() {
        // given
        byte[] song = Audio.wav(5_000, SEED.incrementAndGet());
        String first = api.submit(song);
        String second = other.submit(song);
        String another = submit();
        await().until(() -> !listed(second, "").isMissingNode());
        await().until(() -> !listed(another, "").isMissingNode());
        String content = "/v1/jobs?content="
                + api.job(first).path("content").path("sha256").stringValue();
        String created = api.job(second).path("createdAt").stringValue();

        // when
        JsonNode page = Replica.json(api.get(content + "&limit=1"));
        String cursor = page.path("nextCursor").stringValue();

        // then
        assertThat(ids(Replica.json(api.get(content)))).containsExactly(second, first);
        assertThat(ids(page)).containsExactly(second);
        assertThat(ids(Replica.json(other.get(content + "&limit=1&cursor=" + cursor))))
                .containsExactly(first);
        assertProblem(api.get("/v1/jobs?limit=1&cursor=" + cursor), 422, "invalid_parameter");
        assertThat(ids(Replica.json(api.get(content + "&analysis=pitch&status=waiting"))))
                .containsExactly(second, first);
        assertThat(ids(Replica.json(api.get(content + "&status=failed")))).isEmpty();
        assertThat(ids(Replica.json(api.get(content + "&from=" + created)))).containsExactly(second);
        assertThat(ids(Replica.json(api.get(content + "&to=" + created)))).containsExactly(first);
    }

    @Test
    void shouldLeadToArtifactsThatOnlyTheSignedUrlOpens() throws Exception {
        // given
        byte[] song = Audio.wav(5_000, SEED.incrementAndGet());
        String id = api.submit(song);
        Artifact artifact =
                store("work/w-page/" + id, "page.html", "text/html", "<b>x</b>".getBytes(StandardCharsets.UTF_8));
        log.write(Topics.JOB_STATUS, completed(id, List.of(artifact)));
        await().until(() -> api.job(id).path("artifacts").size() == 1);

        // when
        HttpResponse<String> redirect = api.get("/v1/jobs/" + id + "/artifacts/source");
        URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
        HttpResponse<byte[]> download = fetch(location);
        HttpResponse<byte[]> page = fetch(URI.create(api.get("/v1/jobs/" + id + "/artifacts/page.html")
                .headers()
                .firstValue("Location")
                .orElseThrow()));

        // then
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(download.body()).isEqualTo(song);
        assertThat(download.headers().firstValue("Content-Type")).contains("audio/wav");
        assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment")
                .contains("song.wav");
        assertThat(page.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(fetch(URI.create(location.toString().replace("originals", "Originals")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(fetch(URI.create(location.toString().replace("86400", "86401")))
                        .statusCode())
                .isEqualTo(403);
        assertProblem(api.get("/v1/jobs/" + id + "/artifacts/none.flac"), 404, "artifact_not_found");
    }

    @Test
    void shouldSayInTheLogThatAJobIsCancelled() {
        // given
        String id = submit();

        // when
        HttpResponse<String> first = post("/v1/jobs/" + id + "/cancel");
        HttpResponse<String> second = post("/v1/jobs/" + id + "/cancel");

        // then
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(Replica.json(first).path("id").stringValue()).isEqualTo(id);
        assertThat(log.read(Topics.JOB_COMMAND, id))
                .extracting(ConsumerRecord::value)
                .hasSize(2)
                .allMatch(JobCommand.Cancel.class::isInstance);
    }

    @Test
    void shouldDenyAnErasedJobWhetherOrNotTheNotifierHasHeardYet() throws Exception {
        // given
        String slow = submit();
        String quick = submit();
        log.write(Topics.JOB_STATUS, new JobStatus.Erased(quick, "default", 9, Instant.now()));
        await().until(() -> api.get("/v1/jobs/" + quick).statusCode() == 404);

        // when
        HttpResponse<String> erased = api.send("DELETE", "/v1/jobs/" + slow, BodyPublishers.noBody());

        // then
        assertThat(erased.statusCode()).isEqualTo(204);
        assertThat(log.read(Topics.JOB_COMMAND, slow))
                .extracting(ConsumerRecord::value)
                .hasAtLeastOneElementOfType(JobCommand.Erase.class);
        assertProblem(api.get("/v1/jobs/" + slow), 404, "job_not_found");
        assertProblem(api.send("DELETE", "/v1/jobs/" + slow, BodyPublishers.noBody()), 404, "job_not_found");
        assertThat(listed(slow, "").isMissingNode()).isTrue();
        assertThat(listed(quick, "").isMissingNode()).isTrue();
    }

    @Test
    void shouldGoOnAfterRecordsThatItCannotRead() throws Exception {
        // given
        String id = submit();

        // when
        log.writeRaw(Topics.JOB_STATUS, id, "{\"type\":\"job\"".getBytes(StandardCharsets.UTF_8));
        log.writeRaw(Topics.JOB_STATUS, id, null);
        log.write(Topics.JOB_STATUS, known(id, State.PROCESSING, State.WAITING, null));

        // then
        await().until(() -> api.job(id).path("status").stringValue().equals("processing"));
        await().until(() -> !log.read(Topics.DEAD_LETTER, id).isEmpty());
        DeadLetter letter = log.read(Topics.DEAD_LETTER, id).getFirst().value();
        assertThat(letter.sourceTopic()).isEqualTo(Topics.JOB_STATUS.name());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/jobs/" + UNKNOWN + ", 404, job_not_found",
        "GET, /v1/jobs/not-an-id, 404, job_not_found",
        "GET, /v1/jobs/..%2f..%2fetc, 400, bad_request",
        "GET, /v1/jobs/%zz, 400, bad_request",
        "GET, /v1/jobs/" + UNKNOWN + "/artifacts/source, 404, job_not_found",
        "POST, /v1/jobs/" + UNKNOWN + "/cancel, 404, job_not_found",
        "DELETE, /v1/jobs/" + UNKNOWN + ", 404, job_not_found",
        "GET, /v1/nothing, 404, not_found",
        "GET, /, 404, not_found",
        "PUT, /v1/jobs, 405, method_not_allowed",
        "POST, /v1/jobs, 415, multipart_required",
        "GET, /v1/jobs?limit=0, 422, invalid_parameter",
        "GET, /v1/jobs?limit=101, 422, invalid_parameter",
        "GET, /v1/jobs?limit=many, 422, invalid_parameter",
        "GET, /v1/jobs?status=done, 422, invalid_parameter",
        "GET, /v1/jobs?cursor=zzz, 422, invalid_parameter",
        "GET, /v1/jobs?include=all, 422, invalid_parameter",
        "GET, /v1/jobs?content=abc, 422, invalid_parameter",
        "GET, /v1/jobs?from=yesterday, 422, invalid_parameter",
        "GET, /v1/jobs/" + UNKNOWN + "?wait=soon, 422, invalid_parameter",
        "GET, /v1/jobs/" + UNKNOWN + "/events, 404, job_not_found",
    })
    void shouldAnswerEveryErrorWithAProblem(String method, String path, int status, String code) throws Exception {
        // when
        RawAnswer answer = RawAnswer.to(api.port(), method, path);

        // then
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.head().toLowerCase())
                .contains("content-type: application/problem+json", "x-content-type-options: nosniff");
        assertThat(answer.body())
                .contains("\"code\":\"" + code + "\"")
                .doesNotContain("Exception", "Tomcat", "springframework");
    }

    @Test
    void shouldAnswerWithProblemsWhateverTheClientAccepts() {
        // given
        String id = submit();

        // when
        HttpResponse<String> picture = api.get("/v1/jobs/" + id, "Accept", "image/png");
        HttpResponse<String> broken = api.send(
                "POST",
                "/v1/jobs",
                BodyPublishers.ofString("no parts"),
                "Content-Type",
                "multipart/form-data; boundary=x");
        HttpResponse<String> noBoundary = api.send(
                "POST", "/v1/jobs", BodyPublishers.ofString("no parts"), "Content-Type", "multipart/form-data");
        HttpResponse<String> page = api.get("/v1/jobs/nothing", "Accept", "text/html");

        // then
        assertProblem(picture, 406, "not_acceptable");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(noBoundary.statusCode()).isEqualTo(400);
        assertProblem(page, 404, "job_not_found");
    }

    @Test
    void shouldTellItsHealthAndItsFigures() {
        // given
        String id = submit();
        await().until(() -> !listed(id, "").isMissingNode());

        // when
        HttpResponse<String> live = api.get("/health/live");
        HttpResponse<String> ready = api.get("/health/ready");
        HttpResponse<String> metrics = api.get("/metrics");

        // then
        assertThat(Replica.json(live).path("status").stringValue()).isEqualTo("up");
        JsonNode dependencies = Replica.json(ready).path("dependencies");
        assertThat(dependencies.propertyNames())
                .containsExactlyInAnyOrder("kafka", "storage", "view", "models", "keys");
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(metrics.body()).contains("ingest_jobs{status=\"waiting\"}", "ingest_view_records_total");
    }

    private static String submit() {
        return api.submit(Audio.wav(2_000, SEED.incrementAndGet()));
    }

    private static HttpResponse<String> post(String path) {
        return api.send("POST", path, BodyPublishers.noBody());
    }

    private static JsonNode listed(String id, String more) {
        return Replica.json(api.get("/v1/jobs?limit=100" + more))
                .path("jobs")
                .valueStream()
                .filter(job -> job.path("id").stringValue().equals(id))
                .findFirst()
                .orElse(tools.jackson.databind.node.MissingNode.getInstance());
    }

    private static List<String> ids(JsonNode page) {
        return page.path("jobs")
                .valueStream()
                .map(job -> job.path("id").stringValue())
                .toList();
    }

    private static HttpResponse<byte[]> fetch(URI uri) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
        }
    }

    private static Artifact store(String key, String name, String mediaType, byte[] content) throws Exception {
        try (MinioClient client = MinioClient.builder()
                .endpoint(storage.endpoint())
                .region("us-east-1")
                .credentials(TestStorage.ACCESS_KEY, TestStorage.SECRET_KEY)
                .build()) {
            client.putObject(PutObjectArgs.builder()
                    .bucket("melolog")
                    .object(key)
                    .data(content, content.length)
                    .build());
        }
        return new Artifact(name, mediaType, content.length, "sha-of-" + key, key);
    }

    private static JobStatus.Known completed(String id, List<Artifact> artifacts) {
        return new JobStatus.Known(
                id,
                "default",
                5,
                State.COMPLETED,
                new ContentRef(contentOf(id), 5_000, "audio/wav"),
                1.5,
                Lane.INTERACTIVE,
                stages(id, State.COMPLETED),
                null,
                new Music(1, "treble", "A minor", 96.0, "4/4"),
                artifacts,
                null,
                Instant.now(),
                Instant.now());
    }

    private static JobStatus.Known known(String id, State state, State stage, FailureCode failure) {
        return new JobStatus.Known(
                id,
                "default",
                2,
                state,
                new ContentRef(contentOf(id), 5_000, "audio/wav"),
                null,
                Lane.INTERACTIVE,
                stages(id, stage),
                null,
                null,
                List.of(),
                failure == null ? null : failure.because("the file ends within its header"),
                Instant.now(),
                Instant.now());
    }

    private static String contentOf(String id) {
        return api.job(id).path("content").path("sha256").stringValue();
    }

    private static List<StageStatus> stages(String id, State state) {
        boolean done = state == State.COMPLETED;
        return List.of(new StageStatus(
                Stage.SEPARATION,
                "w-" + id,
                state,
                Stage.SEPARATION.defaultModel(),
                done ? "cpu" : null,
                done ? 12.5 : null,
                done ? false : null,
                done ? "preview" : null));
    }
}
