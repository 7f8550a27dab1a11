package io.melolog.ingest;

import static io.melolog.ingest.UploadIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.idempotency.Sha256;
import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.ingest.testing.TestLog;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.topic.Topics;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import io.minio.RemoveObjectArgs;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same key and body give the same job, from whichever replica, whatever happened in between. */
class IdempotencyIT {
    private static final AtomicLong SEED = new AtomicLong(7_000);

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
    void shouldAnswerARepeatWithTheSameJobOnEveryReplica() {
        // given
        String key = UUID.randomUUID().toString();
        byte[] song = song();
        HttpResponse<String> first = submit(api, key, "song.wav", song);

        // when
        HttpResponse<String> again = submit(api, "\"" + key + "\"", "song.wav", song);
        HttpResponse<String> there = submit(other, key, "renamed.wav", song);

        // then
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        for (HttpResponse<String> repeat : List.of(again, there)) {
            assertThat(repeat.statusCode()).isEqualTo(202);
            assertThat(repeat.headers().firstValue("Idempotency-Replayed")).contains("true");
            assertThat(repeat.headers().firstValue("Location"))
                    .isEqualTo(first.headers().firstValue("Location"));
            assertThat(id(repeat)).isEqualTo(id(first));
            assertThat(Replica.json(repeat).path("content"))
                    .isEqualTo(Replica.json(first).path("content"));
        }
    }

    @Test
    void shouldRefuseTheKeyForAnotherBody() {
        // given
        String key = UUID.randomUUID().toString();
        byte[] song = song();
        submit(api, key, "song.wav", song);

        // when
        HttpResponse<String> otherFile = submit(other, key, "song.wav", song());
        HttpResponse<String> otherFields = other.postForm(
                Audio.join(Replica.field("analyses", "pitch"), Replica.filePart("filename=\"song.wav\"", song)),
                "Idempotency-Key",
                key);

        // then
        assertProblem(otherFile, 422, "idempotency_key_reused");
        assertProblem(otherFields, 422, "idempotency_key_reused");
    }

    @Test
    void shouldMakeOneJobOfManyTriesAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            // given
            String key = UUID.randomUUID().toString();
            byte[] song = song();

            // when
            List<HttpResponse<String>> answers = new ArrayList<>();
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<HttpResponse<String>>> calls = Stream.of(api, other, api, other, api, other)
                        .map(replica -> clients.submit(() -> submit(replica, key, "song.wav", song)))
                        .toList();
                for (Future<HttpResponse<String>> call : calls) {
                    answers.add(call.get());
                }
            }

            // then
            assertThat(answers).allMatch(answer -> answer.statusCode() == 202);
            assertThat(answers.stream().map(IdempotencyIT::id).distinct()).hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.headers()
                            .firstValue("Idempotency-Replayed")
                            .isEmpty()))
                    .hasSize(1);
            assertThat(values(id(answers.getFirst())).distinct()).hasSize(1);
        }
    }

    @Test
    void shouldHealASubmissionThatWasCutBeforeItWasRecorded() throws Exception {
        // given
        String key = UUID.randomUUID().toString();
        byte[] song = song();
        String recorded = id(submit(api, key, "song.wav", song));
        byte[] claim = storage.get("idempotency/default/" + sha256(key));
        String lost = UUID.randomUUID().toString();
        String cut = recorded.substring(0, 34) + other(recorded);
        String claimOfCut = new String(claim, StandardCharsets.UTF_8).replace(recorded, cut);
        storage.put("idempotency/default/" + sha256(lost), claimOfCut.getBytes(StandardCharsets.UTF_8));

        // when
        HttpResponse<String> retried = submit(other, lost, "song.wav", song);

        // then
        assertThat(retried.statusCode()).isEqualTo(202);
        assertThat(id(retried)).isEqualTo(cut);
        assertThat(values(cut)).hasSize(1);
        assertThat(api.job(cut).path("content").path("fileName").stringValue()).isEqualTo("song.wav");
    }

    @Test
    void shouldHealTheNameThatWasLost() throws Exception {
        // given
        String key = UUID.randomUUID().toString();
        byte[] song = song();
        String id = id(submit(api, key, "song.wav", song));
        storage.client()
                .removeObject(RemoveObjectArgs.builder()
                        .bucket(TestStorage.BUCKET)
                        .object("jobs/" + id + "/submission.json")
                        .build());

        // when
        submit(other, key, "song.wav", song);

        // then
        assertThat(other.job(id).path("content").path("fileName").stringValue()).isEqualTo("song.wav");
    }

    @Test
    void shouldNotBringBackAnErasedJob() {
        // given
        String key = UUID.randomUUID().toString();
        byte[] song = song();
        String id = id(submit(api, key, "song.wav", song));
        await().until(() -> other.get("/v1/jobs/" + id).statusCode() == 200);
        api.send("DELETE", "/v1/jobs/" + id, BodyPublishers.noBody());

        // when
        HttpResponse<String> again = submit(api, key, "song.wav", song);

        // then
        assertProblem(again, 410, "job_erased");
        assertProblem(api.get("/v1/jobs/" + id), 404, "job_not_found");
    }

    @Test
    void shouldKeepNoNameOfTheFileBeyondTheJob() throws Exception {
        // given
        String key = UUID.randomUUID().toString();

        // when
        submit(api, key, "a-private-name.wav", song());

        // then
        assertThat(new String(storage.get("idempotency/default/" + sha256(key)), StandardCharsets.UTF_8))
                .doesNotContain("private");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "\"open"})
    void shouldRefuseWhatIsNoKey(String key) {
        assertProblem(submit(api, key, "song.wav", song()), 400, "invalid_idempotency_key");
    }

    private static Stream<JobSubmitted> values(String id) {
        return log.read(Topics.JOB_SUBMITTED, id).stream().map(entry -> entry.value());
    }

    /** Two other last digits of an id. */
    private static String other(String id) {
        return id.endsWith("00") ? "01" : "00";
    }

    private static HttpResponse<String> submit(Replica replica, String key, String fileName, byte[] song) {
        return replica.upload(fileName, song, "Idempotency-Key", key);
    }

    private static String id(HttpResponse<String> response) {
        return Replica.json(response).path("id").stringValue();
    }

    private static String sha256(String key) {
        return Sha256.of(key.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] song() {
        return Audio.wav(5_000, SEED.incrementAndGet());
    }
}
