package io.melolog.worker.remote;

import static io.melolog.schemas.work.FailureCode.SEPARATOR_REFUSED;
import static io.melolog.schemas.work.FailureCode.SEPARATOR_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.melolog.worker.remote.FaultyService.Received;
import io.melolog.worker.remote.FaultyService.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service may do to the analysis and to the download, and what its user gets. */
class RemoteSeparatorTest extends RemoteBench {
    private static final byte[] HTML =
            "<!DOCTYPE html><html><body>Welcome</body></html>".getBytes(StandardCharsets.UTF_8);

    @Test
    void shouldSendTheRecordingAndFetchTheVocals() throws Exception {
        // given
        byte[] recording = Files.readAllBytes(recording(3_000_000));
        List<Double> progress = new ArrayList<>();

        // when
        separator()
                .separate(
                        "work-1",
                        folder.resolve("recording"),
                        "../Lied\r\n\"1\".mp3",
                        "audio/mpeg",
                        vocals(),
                        progress::add,
                        () -> false);

        // then
        assertThat(vocals()).hasBinaryContent(AUDIO);
        Received analysis = service.analyzed().getFirst();
        assertThat(analysis.path()).isEqualTo("/v2/tracks/analyze");
        assertThat(analysis.headers())
                .containsEntry("idempotency-key", "work-1")
                .doesNotContainKey("authorization");
        String boundary = analysis.headers().get("content-type").replaceFirst("multipart/form-data; boundary=", "--");
        String expected = boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Lied___1_.mp3\""
                + "\r\nContent-Type: audio/mpeg\r\n\r\n"
                + new String(recording, StandardCharsets.ISO_8859_1)
                + "\r\n" + boundary + "--\r\n";
        assertThat(new String(analysis.body(), StandardCharsets.ISO_8859_1)).isEqualTo(expected);
        assertThat(service.downloaded().getFirst().path()).isEqualTo(VOCALS);
        assertThat(progress).startsWith(0.0).endsWith(1.0).isSorted();
    }

    static Stream<String> goodAnswers() {
        return Stream.of(
                "{\"vocals\": \"/files/1/vocals.wav\"}",
                "{\"vocals\": \"../../files/1/vocals.wav\", \"accompaniment\": 7, \"more\": [1]}",
                "{\"id\": 1, \"stems\": {\"vocals\": \"/files/1/vocals.wav\", \"accompaniment\": \"/a\"}}",
                "{\"result\": {\"vocals\": \"/files/1/vocals.wav\"}}");
    }

    @ParameterizedTest
    @MethodSource("goodAnswers")
    void shouldUnderstand(String answer) throws Exception {
        // given
        service.onAnalyze(Replies.json(answer));

        // when
        separate();

        // then
        assertThat(vocals()).hasBinaryContent(AUDIO);
        assertThat(service.downloaded().getFirst().path()).isEqualTo(VOCALS);
    }

    @Test
    void shouldTakeAbsoluteAddressesAndChunks() throws Exception {
        // given
        service.onAnalyze(Replies.stems(service.url() + VOCALS)).onDownload(Replies.chunked(AUDIO));

        // when
        separate();

        // then
        assertThat(vocals()).hasBinaryContent(AUDIO);
    }

    static Stream<Arguments> passingFaults() {
        return Stream.of(
                Arguments.of("reset at once", Replies.resetsAtOnce()),
                Arguments.of("closed without an answer", Replies.closesUnanswered()),
                Arguments.of("reset in the body", Replies.resetsInBody("RIFF".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("truncated", Replies.truncated("{}".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("chunked garbage", Replies.chunkedGarbage()),
                Arguments.of("chunks without an end", Replies.chunkedTruncated("{}".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("not HTTP", Replies.notHttp()),
                Arguments.of("a length that is no number", Replies.lyingLength("many")),
                Arguments.of("a negative length", Replies.lyingLength("-5")),
                Arguments.of("a length of -1", Replies.lyingLength("-1")),
                Arguments.of("headers without end", Replies.endlessHeaders()),
                Arguments.of("429", Replies.status(429)),
                Arguments.of("429 with seconds", Replies.status(429, "Retry-After: 100000", "")),
                Arguments.of("429 with a date", Replies.status(429, "Retry-After: Fri, 20 Nov 2026 13:00:00 GMT", "")),
                Arguments.of("429 with nonsense", Replies.status(429, "Retry-After: soon", "")),
                Arguments.of("409: the first request is still worked on", Replies.status(409)),
                Arguments.of("500", Replies.status(500)),
                Arguments.of("502 with a page", Replies.status(502, "Content-Type: text/html", HTML)),
                Arguments.of("503", Replies.status(503)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void shouldTryTheAnalysisAgainAfter(String name, Reply fault) throws Exception {
        // given
        service.onAnalyze(fault, fault, Replies.stems(VOCALS));

        // when
        separate();

        // then
        assertThat(vocals()).hasBinaryContent(AUDIO);
        assertThat(service.analyzed()).hasSize(3).allSatisfy(request -> assertThat(request.headers())
                .containsEntry("idempotency-key", "work-1"));
        assertThat(requests("analyze", "transient")).isEqualTo(2);
        assertThat(requests("analyze", "ok")).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void shouldTryTheDownloadAgainAfter(String name, Reply fault) throws Exception {
        // given
        service.onDownload(fault, fault, Replies.file(AUDIO));

        // when
        separate();

        // then
        assertThat(vocals()).hasBinaryContent(AUDIO);
        assertThat(service.analyzed()).hasSize(1);
        // The JDK's client repeats a GET by itself when the connection ends before the answer.
        assertThat(requests("download", "transient")).isBetween(1.0, 2.0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passingFaults")
    void shouldGiveUpAfterAllAttempts(String name, Reply fault) {
        // given
        service.onAnalyze(fault);

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
        assertThat(failure.detail()).contains("127.0.0.1", "3 attempts").doesNotContain("/v2", "Exception");
        assertThat(service.analyzed()).hasSize(3);
    }

    static Stream<Arguments> finalAnalyses() {
        return Stream.of(
                Arguments.of(Replies.status(400), "status 400"),
                Arguments.of(Replies.statusUnread(413), "status 413"),
                Arguments.of(Replies.status(401), "melolog.separator.token"),
                Arguments.of(Replies.status(302, "Location: http://10.0.0.1/", ""), "a redirect"),
                Arguments.of(Replies.status(307, "Location: /other", ""), "a redirect"),
                Arguments.of(Replies.status(202), "status 202"),
                Arguments.of(Replies.status(204), "status 204"),
                Arguments.of(Replies.status(200, "Content-Type: text/html", HTML), "not JSON"),
                Arguments.of(Replies.json(""), "\"vocals\""),
                Arguments.of(Replies.json("{\"vocals\": "), "not JSON"),
                Arguments.of(Replies.json("{\"vocals\": \"/a\"} {}"), "not JSON"),
                Arguments.of(Replies.json("[]"), "\"vocals\""),
                Arguments.of(Replies.json("7"), "\"vocals\""),
                Arguments.of(Replies.json("null"), "\"vocals\""),
                Arguments.of(Replies.json("{\"vocals\": 7}"), "\"vocals\""),
                Arguments.of(Replies.json("{\"vocals\": \" \"}"), "\"vocals\""),
                Arguments.of(Replies.json("{\"stems\": [{\"vocals\": \"/a\"}]}"), "\"vocals\""),
                Arguments.of(Replies.json("[".repeat(100_000)), "not JSON"),
                Arguments.of(Replies.json(" ".repeat(300_000)), "longer"),
                Arguments.of(Replies.lyingLength("999999999999"), "longer"),
                Arguments.of(Replies.endless(200), "longer"),
                Arguments.of(Replies.endless(400), "status 400"),
                Arguments.of(Replies.stems("http://10.0.0.1/vocals.wav"), "another host"),
                Arguments.of(Replies.stems("http://127.0.0.1:6379/vocals.wav"), "another host"),
                Arguments.of(Replies.stems("file:///etc/passwd"), "form http"),
                Arguments.of(Replies.stems("jar:file:/a!/b"), "form http"),
                Arguments.of(Replies.stems("http://[::1"), "form http"));
    }

    @ParameterizedTest
    @MethodSource("finalAnalyses")
    void shouldNotTryAgainWhatIsFinal(Reply reply, String reason) {
        // given
        service.onAnalyze(reply);

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_REFUSED);
        assertThat(failure.detail()).contains(reason).doesNotContain("10.0.0.1", "passwd");
        assertThat(service.analyzed()).hasSize(1);
        assertThat(service.downloaded()).isEmpty();
    }

    static Stream<Arguments> finalDownloads() {
        return Stream.of(
                Arguments.of(Replies.status(404), "status 404"),
                Arguments.of(Replies.status(302, "Location: http://10.0.0.1/", ""), "a redirect"),
                Arguments.of(Replies.file(HTML), "something else than audio"),
                Arguments.of(Replies.json("{\"error\": \"expired\"}"), "something else than audio"),
                Arguments.of(Replies.file(new byte[0]), "something else than audio"),
                Arguments.of(Replies.file(new byte[5000]), "something else than audio"),
                Arguments.of(Replies.file(Replies.audio(1_000_001)), "longer"),
                Arguments.of(Replies.chunked(Replies.audio(1_000_001)), "longer"),
                Arguments.of(Replies.endless(200), "longer"),
                Arguments.of(Replies.lyingLength("9999999999"), "longer"),
                Arguments.of(Replies.lengthless(AUDIO), "how long"));
    }

    @ParameterizedTest
    @MethodSource("finalDownloads")
    void shouldNotTakeForVocals(Reply reply, String reason) {
        // given
        service.onDownload(reply);

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_REFUSED);
        assertThat(failure.detail()).contains(reason).doesNotContain("10.0.0.1");
        assertThat(service.downloaded()).hasSize(1);
    }

    @Test
    void shouldSendNothingForCancelledWork() {
        // when
        Throwable thrown = catchThrowable(() -> separate(recording(1000), () -> true));

        // then
        assertThat(thrown).isInstanceOf(CancellationException.class);
        assertThat(service.begun()).isZero();
    }

    @Test
    void shouldReadAnAnswerThatComesBeforeTheUploadEnds() {
        // given
        service.onAnalyze(Replies.statusUnread(413));

        // when
        RemoteSeparatorException failure = catchThrowableOfType(
                RemoteSeparatorException.class, () -> separate(recording(30_000_000), () -> false));

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_REFUSED);
        assertThat(failure.detail()).contains("status 413");
    }

    @Test
    void shouldTakeVocalsUpToTheLimit() throws Exception {
        // given
        service.onDownload(Replies.file(Replies.audio(1_000_000)));

        // when
        separate();

        // then
        assertThat(vocals()).hasSize(1_000_000);
    }

    @Test
    void shouldTellWhyTheServiceRefusedWithoutItsSecrets() {
        // given
        use(settings().token("s3cret"));
        service.onAnalyze(Replies.status(
                422,
                "Content-Type: application/problem+json",
                "{\"title\": \"Bad\", \"detail\": \"No\\u0000 speech\\u202e\\n in http://10.1.2.3/x for s3cret\"}"));

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.detail())
                .isEqualTo("The external separator at 127.0.0.1 answered with status 422:"
                        + " No speech in [address] for [hidden]");
    }

    @Test
    void shouldSendTheTokenToTheServiceOnly() throws Exception {
        // given
        try (FaultyService storage = new FaultyService().onDownload(Replies.file(AUDIO))) {
            use(settings().token("s3cret").hosts("127.0.0.1:" + storage.url().getPort()));
            service.onAnalyze(Replies.stems(storage.url() + VOCALS), Replies.stems(VOCALS));

            // when
            separate();
            separate();

            // then
            assertThat(storage.downloaded().getFirst().headers()).doesNotContainKey("authorization");
            assertThat(service.downloaded().getFirst().headers()).containsEntry("authorization", "Bearer s3cret");
            assertThat(service.analyzed().getFirst().headers()).containsEntry("authorization", "Bearer s3cret");
        }
    }

    @Test
    void shouldWaitAsLongAsTheServiceAsks() throws Exception {
        // given
        use(settings().longestPause(Duration.ofSeconds(5)));
        service.onAnalyze(Replies.status(429, "Retry-After: 1", ""), Replies.stems(VOCALS));

        // when
        separate();

        // then
        List<Received> analyzed = service.analyzed();
        assertThat(analyzed.get(1).atNanos() - analyzed.get(0).atNanos())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void shouldReportAMissingRecordingAsALocalFault() {
        // when
        Throwable thrown = catchThrowable(() -> separate(folder.resolve("no-such-file"), () -> false));

        // then
        assertThat(thrown).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldReportARecordingThatCannotBeReadAsALocalFault() {
        // given
        service.onAnalyze(connection -> connection.waitForClient());

        // when
        Throwable thrown = catchThrowable(() -> separate(folder, () -> false));

        // then
        assertThat(thrown).isInstanceOf(IOException.class).hasMessageContaining("directory");
        assertThat(breaker()).isZero();
        assertThat(service.begun()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldReportATargetThatCannotBeWrittenAsALocalFault() throws Exception {
        // given
        Files.createDirectory(vocals());

        // when
        Throwable thrown = catchThrowable(this::separate);

        // then
        assertThat(thrown).isInstanceOf(IOException.class);
    }
}
