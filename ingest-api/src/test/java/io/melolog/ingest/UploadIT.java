package io.melolog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.ingest.testing.TestLog;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class UploadIT {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static TestLog log;
    private static Replica api;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
        storage = new TestStorage(folder.resolve("s3"));
        log = new TestLog(broker);
        api = new Replica(
                        broker,
                        storage,
                        folder.resolve("data"),
                        Map.of(
                                "melolog.upload.max-bytes", "60MB",
                                "melolog.upload.max-concurrent", 4,
                                "melolog.upload.max-wait", "500ms"))
                .awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        log.close();
        storage.close();
        broker.close();
    }

    @Test
    void shouldAcceptARecordingAndRecordItBeforeTheAnswer() throws Exception {
        // given
        byte[] song = Audio.wav(100_000, 1);
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        // when
        HttpResponse<String> response = api.upload("song.wav", song, "traceparent", trace);

        // then
        JsonNode job = Replica.json(response);
        String id = job.path("id").stringValue();
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Location")).contains("/v1/jobs/" + id);
        assertThat(job.path("status").stringValue()).isEqualTo("waiting");
        assertThat(job.path("content").path("sha256").stringValue()).isEqualTo(sha256(song));
        assertThat(job.path("content").path("mediaType").stringValue()).isEqualTo("audio/wav");
        assertThat(job.path("content").path("bytes").longValue()).isEqualTo(song.length);
        assertThat(job.path("tenant").stringValue()).isEqualTo("default");
        assertThat(job.path("position").intValue()).isPositive();
        for (String field : List.of("duplicateOf", "result", "error", "estimatedWaitSeconds")) {
            assertThat(job.has(field)).as(field).isTrue();
            assertThat(job.path(field).isNull()).as(field).isTrue();
        }
        var submitted = log.read(Topics.JOB_SUBMITTED, id);
        assertThat(submitted).hasSize(1);
        assertThat(submitted.getFirst().value().stages())
                .extracting(StageRequest::stage)
                .containsExactly(Stage.values());
        assertThat(EventHeaders.get(submitted.getFirst().headers(), EventHeaders.TRACE_PARENT))
                .contains(trace);
        assertThat(storage.filesContaining("incoming/")).isEmpty();
        assertThat(storage.filesContaining("originals/default/" + sha256(song))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5 << 20, (5 << 20) + 1, 50 << 20})
    void shouldStoreUploadsOfAnySizeByteForByte(int extraBytes) throws Exception {
        // given
        byte[] song = Audio.wav(extraBytes + 44, extraBytes);

        // when
        HttpResponse<String> response = api.upload("song.wav", song);

        // then
        JsonNode content = Replica.json(response).path("content");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(content.path("sha256").stringValue()).isEqualTo(sha256(song));
        assertThat(content.path("bytes").longValue()).isEqualTo(song.length);
        assertThat(storage.filesContaining("incoming")).isEmpty();
    }

    @Test
    void shouldStoreTheSameContentOnce() throws Exception {
        // given
        byte[] song = Audio.wav(50_000, 2);

        // when
        String first = api.submit(song);
        String second = api.submit(song);

        // then
        assertThat(second).isGreaterThan(first);
        assertThat(storage.filesContaining(sha256(song))).hasSize(1);
    }

    @Test
    void shouldTakeFieldsBeforeAndAfterTheFile() {
        // given
        byte[] file = Replica.filePart("filename=\"a.wav\"", Audio.wav(1000, 3));
        byte[] analyses = Replica.field("analyses", "pitch, waveform");

        // when
        JsonNode before = Replica.json(api.postForm(Audio.join(analyses, file)));
        JsonNode after = Replica.json(api.postForm(Audio.join(file, analyses)));

        // then
        for (JsonNode job : List.of(before, after)) {
            assertThat(job.path("stages").valueStream().map(stage -> stage.path("stage")
                            .stringValue()))
                    .containsExactly("pitch", "waveform");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "naïve name – 夜 'q' & $(x); 100%.mp3",
                "Überlange Nacht — 夜の歌.wav",
                "🎵 emoji 🎶.wav",
                "<img src=x onerror=alert(1)>.wav",
                "שלום עולם.wav",
                "..wav"
            })
    void shouldKeepFileNamesAsTheyAre(String name) {
        // given
        byte[] content = Audio.wav(1000, name.hashCode());
        String encoded =
                java.net.URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

        // when
        JsonNode raw = Replica.json(api.upload(name, content));
        JsonNode extended = Replica.json(api.postForm(Replica.filePart("filename*=UTF-8''" + encoded, content)));

        // then
        assertThat(raw.path("content").path("fileName").stringValue()).isEqualTo(name);
        assertThat(extended.path("content").path("fileName").stringValue()).isEqualTo(name);
        String id = raw.path("id").stringValue();
        assertThat(api.job(id).path("content").path("fileName").stringValue()).isEqualTo(name);
        HttpResponse<String> download = api.get("/v1/jobs/" + id + "/artifacts/source");
        assertThat(download.statusCode()).isEqualTo(302);
    }

    @Test
    void shouldTakePathsAndControlCharactersOutOfFileNames() {
        // given
        byte[] content = Audio.wav(1000, 4);

        // when
        JsonNode path = Replica.json(api.upload("../../etc/passwd", content));
        JsonNode controls =
                Replica.json(api.postForm(Replica.filePart("filename*=UTF-8''a%00b%0A%E2%80%AEc.wav", content)));
        JsonNode unnamed = Replica.json(api.postForm(Replica.filePart("filename=\"\"", content)));
        JsonNode endless = Replica.json(api.upload("ab".repeat(1000) + ".wav", content));

        // then
        assertThat(path.path("content").path("fileName").stringValue()).isEqualTo("passwd");
        assertThat(controls.path("content").path("fileName").stringValue()).isEqualTo("abc.wav");
        assertThat(unnamed.path("content").path("fileName").stringValue()).isEqualTo("upload");
        assertThat(endless.path("content").path("fileName").stringValue()).hasSize(255);
    }

    @Test
    void shouldRefuseWhatIsNoSubmissionAndKeepNothing() throws Exception {
        // given
        byte[] file = Replica.filePart("filename=\"a.wav\"", Audio.wav(6 << 20, 5));
        byte[] text = Replica.filePart("filename=\"a.mp3\"", Audio.ascii("no music at all ".repeat(500)));
        byte[] empty = Replica.filePart("filename=\"a.wav\"", new byte[0]);
        byte[] webhook = Replica.field("callbackUrl", "https://example.org/hook");

        // when, then
        assertProblem(api.postForm(text), 415, "unsupported_media_type");
        assertProblem(api.postForm(empty), 400, "empty_upload");
        assertProblem(api.postForm(new byte[0]), 400, "missing_file");
        assertProblem(api.postForm(Replica.field("analyses", "pitch")), 400, "missing_file");
        assertProblem(
                api.postForm(Audio.join(file, Replica.field("analyses", "pitch,lyrics"))), 422, "unknown_analysis");
        assertProblem(api.postForm(Audio.join(file, Replica.field("transpose", "25"))), 422, "invalid_parameter");
        assertProblem(api.postForm(Audio.join(Replica.field("transpose", "up"), file)), 422, "invalid_parameter");
        assertProblem(api.postForm(Audio.join(file, webhook)), 422, "callback_not_supported");
        assertProblem(api.postForm(Audio.join(webhook, file)), 422, "callback_not_supported");
        assertProblem(api.postForm(Audio.join(file, file)), 400, "malformed_upload");
        assertProblem(api.postForm(Audio.join(file, Replica.field("analysis", "pitch"))), 422, "unknown_field");
        assertThat(Replica.json(api.postForm(text))
                        .path("accepted")
                        .valueStream()
                        .map(JsonNode::stringValue))
                .contains("audio/mpeg", "audio/flac");
        assertThat(storage.filesContaining("incoming")).isEmpty();
    }

    @Test
    void shouldRefuseAnUploadOverTheLimitAndAnswerCleanly() throws Exception {
        // given
        byte[] announced = Audio.wav(70 << 20, 6);
        InputStream unannounced = new SequenceInputStream(
                new ByteArrayInputStream(Audio.wav(61 << 20, 7)), new ByteArrayInputStream(new byte[20 << 20]));

        // when
        HttpResponse<String> byLength = api.upload("long.wav", announced);
        HttpResponse<String> byReading = api.uploadStream(unannounced);

        // then
        assertProblem(byLength, 413, "upload_too_large");
        assertProblem(byReading, 413, "upload_too_large");
        assertThat(storage.filesContaining("incoming")).isEmpty();
    }

    @Test
    void shouldKeepNothingOfAnUploadThatIsCutOff() throws Exception {
        // given
        byte[] half = Audio.join(Replica.partHead("name=\"file\"; filename=\"cut.wav\""), Audio.wav(12 << 20, 8));
        String head =
                "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=a-boundary-of-tests\r\n"
                        + "Content-Length: " + (20 << 20) + "\r\n\r\n";

        // when
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.getOutputStream().write(Audio.join(Audio.ascii(head), half));
            await().until(() -> metric("ingest_uploads_running") == 1);
        }

        // then
        await().until(() -> metric("ingest_uploads_running") == 0);
        assertThat(storage.filesContaining("incoming")).isEmpty();
        assertThat(api.upload("next.wav", Audio.wav(1000, 9)).statusCode()).isEqualTo(202);
    }

    @Test
    void shouldTakeSeveralUploadsAtOnceAndSendTheRestAwayForNow() throws Exception {
        // given
        InputStream[] stuck =
                IntStream.range(0, 4).mapToObj(i -> new StuckStream()).toArray(InputStream[]::new);

        // when
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (InputStream stream : stuck) {
                CompletableFuture.runAsync(() -> api.uploadStream(stream), executor);
            }
            await().until(() -> metric("ingest_uploads_running") == 4);
            HttpResponse<String> fifth = api.upload("fifth.wav", Audio.wav(1000, 10));
            for (InputStream stream : stuck) {
                stream.close();
            }

            // then
            assertProblem(fifth, 503, "too_many_uploads");
            assertThat(fifth.headers().firstValue("Retry-After")).isPresent();
        }
        await().until(() -> metric("ingest_uploads_running") == 0);
        assertThat(api.upload("next.wav", Audio.wav(1000, 11)).statusCode()).isEqualTo(202);
    }

    static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Replica.json(response);
        assertThat(problem.path("code").stringValue()).isEqualTo(code);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        for (String field : List.of("type", "title", "detail", "instance")) {
            assertThat(problem.path(field).stringValue()).as(field).isNotEmpty();
        }
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("io.melolog");
    }

    private static double metric(String name) {
        return api.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** A client that has begun and does not go on until it is closed. */
    private static final class StuckStream extends InputStream {
        private final ByteArrayInputStream begin = new ByteArrayInputStream(Audio.wav(100_000, 0));
        private boolean closed;

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = begin.read(target, offset, length);
            return count > 0 ? count : awaitClose();
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        private synchronized int awaitClose() {
            while (!closed) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return -1;
                }
            }
            return -1;
        }

        @Override
        public synchronized void close() {
            closed = true;
            notifyAll();
        }
    }
}
