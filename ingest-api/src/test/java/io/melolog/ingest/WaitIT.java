package io.melolog.ingest;

import static io.melolog.ingest.UploadIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.ingest.testing.Statuses;
import io.melolog.ingest.testing.TestLog;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.topic.Topics;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that wait for their job, and entity tags. */
class WaitIT {
    private static final AtomicLong SEED = new AtomicLong(8_000);
    private static final String LONG = "50";

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static TestLog log;
    private static Replica api;
    private static Replica other;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

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
                        Map.of("melolog.waiting.max", "1s", "melolog.waiting.max-requests", 1))
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
    void shouldAnswerASubmissionWithTheEndThatComesInTime() throws Exception {
        // given
        byte[] song = song();
        Future<HttpResponse<String>> submitted =
                clients.submit(() -> api.upload("waits.wav", song, "Prefer", "respond-async, wait=" + LONG));
        String id = awaitListed("waits.wav");

        // when
        log.write(Topics.JOB_STATUS, Statuses.of(id, 1, State.PROCESSING));
        log.write(Topics.JOB_STATUS, Statuses.of(id, 2, State.COMPLETED));

        // then
        HttpResponse<String> answer = submitted.get();
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=" + LONG);
        assertThat(answer.headers().firstValue("Location")).contains("/v1/jobs/" + id);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(Replica.json(answer).path("status").stringValue()).isEqualTo("completed");
    }

    @Test
    void shouldNotWaitLongerThanTheSettingAllows() {
        // when
        HttpResponse<String> answer = other.upload("slow.wav", song(), "Prefer", "wait=86400");
        HttpResponse<String> unwilling = api.upload("slow.wav", song(), "Prefer", "wait=soon");

        // then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=1");
        assertThat(Replica.json(answer).path("status").stringValue()).isEqualTo("waiting");
        assertThat(unwilling.headers().firstValue("Preference-Applied")).isEmpty();
    }

    @Test
    void shouldAnswerAtOnceWhenTooManyWait() throws Exception {
        // given
        String id = api.submit(song());
        Future<HttpResponse<String>> first = clients.submit(() -> other.get("/v1/jobs/" + id + "?wait=1"));
        await().until(() -> other.get("/metrics").body().contains("ingest_requests_waiting 1.0"));

        // when
        HttpResponse<String> second = other.upload("more.wav", song(), "Prefer", "wait=1");

        // then
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(first.get().statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerALongPollAtTheEnd() throws Exception {
        // given
        String id = api.submit(song());
        Future<HttpResponse<String>> poll = clients.submit(() -> api.get("/v1/jobs/" + id + "?wait=" + LONG));

        // when
        log.write(Topics.JOB_STATUS, Statuses.of(id, 1, State.PROCESSING));
        log.write(Topics.JOB_STATUS, Statuses.of(id, 2, State.FAILED));

        // then
        assertThat(poll.get().statusCode()).isEqualTo(200);
        assertThat(Replica.json(poll.get()).path("status").stringValue()).isEqualTo("failed");
    }

    @Test
    void shouldAnswerALongPollOnceTheJobIsNotWhatTheCallerHas() throws Exception {
        // given
        String id = api.submit(song());
        await().until(() -> api.get("/v1/jobs/" + id).statusCode() == 200);
        String tag = tag(api.get("/v1/jobs/" + id));
        Future<HttpResponse<String>> poll =
                clients.submit(() -> api.get("/v1/jobs/" + id + "?wait=" + LONG, "If-None-Match", tag));

        // when
        log.write(Topics.JOB_STATUS, Statuses.of(id, 1, State.PROCESSING));

        // then
        assertThat(poll.get().statusCode()).isEqualTo(200);
        assertThat(Replica.json(poll.get()).path("status").stringValue()).isEqualTo("processing");
        assertThat(tag(poll.get())).isNotEqualTo(tag);
    }

    @Test
    void shouldAnswerALongPollInWhichNothingHappened() {
        // given
        String id = api.submit(song());
        String tag = tag(other.get("/v1/jobs/" + id));

        // when
        HttpResponse<String> known = other.get("/v1/jobs/" + id + "?wait=1", "If-None-Match", tag);
        HttpResponse<String> unknown = other.get("/v1/jobs/" + id + "?wait=1");

        // then
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(unknown.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldEndALongPollOfAJobThatIsErased() throws Exception {
        // given
        String id = api.submit(song());
        Future<HttpResponse<String>> poll = clients.submit(() -> api.get("/v1/jobs/" + id + "?wait=" + LONG));

        // when
        log.write(Topics.JOB_STATUS, new JobStatus.Erased(id, "default", 3, Instant.now()));

        // then
        assertProblem(poll.get(), 404, "job_not_found");
    }

    @Test
    void shouldSaveTheBodyOfADocumentThatDidNotChange() throws Exception {
        // given
        HttpResponse<String> submitted = api.upload("song.wav", song());
        String id = Replica.json(submitted).path("id").stringValue();
        log.write(Topics.JOB_STATUS, Statuses.of(id, 5, State.COMPLETED));
        await().until(() -> api.job(id).path("status").stringValue().equals("completed"));
        await().until(() -> other.job(id).path("status").stringValue().equals("completed"));

        // when
        HttpResponse<String> whole = api.get("/v1/jobs/" + id, "If-None-Match", tag(submitted));
        HttpResponse<String> same = other.get("/v1/jobs/" + id + "?wait=50", "If-None-Match", tag(whole));
        HttpResponse<String> head = api.send("HEAD", "/v1/jobs/" + id, BodyPublishers.noBody());

        // then
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Cache-Control").orElseThrow()).contains("private", "no-cache");
        assertThat(submitted.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(tag(same)).isEqualTo(tag(whole));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(tag(head)).isEqualTo(tag(whole));
        assertProblem(api.get("/v1/jobs/" + id + "?wait=soon"), 422, "invalid_parameter");
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static String awaitListed(String fileName) {
        return await().until(
                        () -> Replica.json(api.get("/v1/jobs"))
                                .path("jobs")
                                .valueStream()
                                .filter(job -> fileName.equals(
                                        job.path("content").path("fileName").stringValue(null)))
                                .map(job -> job.path("id").stringValue())
                                .findFirst()
                                .orElse(""),
                        id -> !id.isEmpty());
    }

    private static byte[] song() {
        return Audio.wav(5_000, SEED.incrementAndGet());
    }
}
