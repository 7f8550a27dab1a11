package io.melolog.worker.remote;

import static io.melolog.schemas.work.FailureCode.SEPARATOR_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.melolog.worker.remote.FaultyService.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Services that take their time, in every phase: each ends by a timeout, and at once when the work is cancelled. */
class RemoteTimeoutsTest extends RemoteBench {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final int LARGE = 30_000_000;
    private static final byte[] BEGIN = "RIFF".getBytes(StandardCharsets.UTF_8);

    static Stream<Arguments> silences() {
        return Stream.of(
                Arguments.of("before the answer", Replies.hangsBeforeHeaders()),
                Arguments.of("in the headers", Replies.hangsInHeaders()),
                Arguments.of("in the body", Replies.hangsInBody(BEGIN)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("silences")
    void shouldNotWaitForAServiceThatFallsSilent(String when, Reply reply) {
        // given
        use(settings().response(SHORT).stall(SHORT).attempts(2));
        service.onAnalyze(reply);

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
        assertThat(failure.detail()).contains("fell silent");
        assertThat(service.analyzed()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("silences")
    void shouldNotWaitForADownloadThatFallsSilent(String when, Reply reply) {
        // given
        use(settings().connect(SHORT).response(SHORT).stall(SHORT).attempts(2));
        service.onDownload(reply);

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
        assertThat(failure.detail()).contains("fell silent");
        assertThat(service.downloaded()).hasSize(2);
    }

    @Test
    void shouldNotWaitForAServiceThatDoesNotRead() {
        // given
        use(settings().connect(SHORT).stall(SHORT).attempts(1));
        service.onAnalyze(Replies.readsNothing());

        // when
        RemoteSeparatorException failure =
                catchThrowableOfType(RemoteSeparatorException.class, () -> separate(recording(LARGE), () -> false));

        // then
        assertThat(failure.detail()).contains("fell silent");
    }

    static Stream<Arguments> drips() {
        return Stream.of(
                Arguments.of(Replies.drips("{".getBytes(StandardCharsets.UTF_8)), Replies.file(AUDIO)),
                Arguments.of(Replies.stems(VOCALS), Replies.drips(BEGIN)),
                Arguments.of(Replies.readsSlowly(), Replies.file(AUDIO)),
                Arguments.of(Replies.endlessHints(), Replies.file(AUDIO)),
                Arguments.of(Replies.endless(500), Replies.file(AUDIO)));
    }

    @ParameterizedTest
    @MethodSource("drips")
    void shouldEndInTotalTime(Reply analysis, Reply download) {
        // given
        use(settings().total(Duration.ofSeconds(1)).attempts(1_000_000));
        service.onAnalyze(analysis).onDownload(download);

        // when
        RemoteSeparatorException failure =
                catchThrowableOfType(RemoteSeparatorException.class, () -> separate(recording(LARGE), () -> false));

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
        assertThat(failure.detail()).contains("within 1 s");
        assertThat(vocals()).doesNotExist();
    }

    @Test
    void shouldNotBeginAPauseThatEndsTooLate() {
        // given
        use(settings().longestPause(Duration.ofHours(1)));
        service.onAnalyze(Replies.status(503, "Retry-After: 3600", ""));

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
        assertThat(service.analyzed()).hasSize(1);
    }

    @Test
    void shouldTellThatNobodyListens() throws Exception {
        // given
        use(new TestSettings(refusing()));

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
        assertThat(failure.detail()).contains("could not be reached", "3 attempts");
    }

    @Test
    void shouldTellThatThereIsNoSuchHost() {
        // given
        use(new TestSettings(URI.create("http://no-such-host.invalid")));

        // when
        RemoteSeparatorException failure = failure();

        // then
        assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
        assertThat(failure.detail()).contains("no-such-host.invalid could not be reached");
    }

    @Test
    void shouldTellThatThereIsNoTls() throws Exception {
        // given
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            use(new TestSettings(URI.create("https://127.0.0.1:" + plain.getLocalPort())).attempts(1));
            Thread.ofVirtual().start(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // The client hangs up.
                }
            });

            // when
            RemoteSeparatorException failure = failure();

            // then
            assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
            assertThat(failure.detail()).contains("TLS");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNotWaitForAConnection() throws Exception {
        // given
        try (Unaccepting nobody = new Unaccepting()) {
            use(new TestSettings(nobody.url()).connect(SHORT).attempts(2));

            // when
            RemoteSeparatorException failure = failure();

            // then
            assertThat(failure.code()).isEqualTo(SEPARATOR_UNAVAILABLE);
            assertThat(failure.detail()).contains("could not be reached in time");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldStopConnectingWhenCancelled() throws Exception {
        // given
        try (Unaccepting nobody = new Unaccepting()) {
            use(new TestSettings(nobody.url()));

            // when
            Throwable thrown = whenCancelled(1000, () -> true);

            // then
            assertThat(thrown).isInstanceOf(CancellationException.class);
        }
    }

    static Stream<Arguments> phases() {
        return Stream.of(
                Arguments.of("upload", Replies.readsSlowly(), Replies.file(AUDIO), 1),
                Arguments.of("before the answer", Replies.hangsBeforeHeaders(), Replies.file(AUDIO), 1),
                Arguments.of("in the headers", Replies.hangsInHeaders(), Replies.file(AUDIO), 1),
                Arguments.of("in the answer", Replies.drips(BEGIN), Replies.file(AUDIO), 1),
                Arguments.of("in a pause", Replies.status(503, "Retry-After: 50", ""), Replies.file(AUDIO), 1),
                Arguments.of("before the vocals", Replies.stems(VOCALS), Replies.hangsBeforeHeaders(), 2),
                Arguments.of("in the vocals", Replies.stems(VOCALS), Replies.hangsInBody(BEGIN), 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("phases")
    void shouldStopWhenCancelled(String phase, Reply analysis, Reply download, int requests) throws Exception {
        // given
        use(settings().longestPause(Duration.ofSeconds(55)));
        service.onAnalyze(analysis).onDownload(download);

        // when
        Throwable thrown = whenCancelled(LARGE, () -> service.begun() == requests);

        // then
        assertThat(thrown).isInstanceOf(CancellationException.class);
        assertThat(vocals()).doesNotExist();
        assertThat(breaker()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("phases")
    void shouldStopWhenInterrupted(String phase, Reply analysis, Reply download, int requests) throws Exception {
        // given
        use(settings().longestPause(Duration.ofSeconds(55)));
        service.onAnalyze(analysis).onDownload(download);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread work = Thread.ofVirtual()
                .start(() -> thrown.set(catchThrowable(() -> separate(recording(LARGE), () -> false))));
        await("the phase").until(() -> service.begun() == requests);

        // when
        work.interrupt();

        // then
        await("the end").until(() -> thrown.get() != null);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(vocals()).doesNotExist();
    }

    /** What a separation throws that is cancelled once it has come somewhere; no timeout is as short as the wait for it. */
    private Throwable whenCancelled(int recordingBytes, java.util.concurrent.Callable<Boolean> there) throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        var recording = recording(recordingBytes);
        Thread.ofVirtual().start(() -> thrown.set(catchThrowable(() -> separate(recording, cancelled::get))));
        await("the phase").until(there);
        cancelled.set(true);
        await("the end").until(() -> thrown.get() != null);
        return thrown.get();
    }

    private static URI refusing() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    /** A port whose queue of connections is full, so that another connection gets no answer. */
    private static final class Unaccepting implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> queue = new ArrayList<>();

        Unaccepting() throws IOException {
            for (int count = 0; count < 2; count++) {
                queue.add(new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
            }
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }
}
