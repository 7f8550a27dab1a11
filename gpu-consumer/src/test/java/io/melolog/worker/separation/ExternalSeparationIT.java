package io.melolog.worker.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.worker.remote.RemoteSeparator;
import io.melolog.worker.remote.RemoteSettings;
import io.melolog.worker.testing.TestSong;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Separation by a service that answers with vocals of its own choice. */
class ExternalSeparationIT {
    private static final int OTHER_RATE_HZ = 22_050;

    @TempDir
    private static Path folder;

    private static SeparationBench bench;

    private static HttpServer service;
    private static volatile int status;
    private static volatile byte[] vocals;

    @BeforeAll
    static void start() throws Exception {
        bench = new SeparationBench(folder);
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/v2/tracks/analyze", exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, status, "{\"vocals\":\"/vocals.wav\"}".getBytes(StandardCharsets.UTF_8));
        });
        service.createContext("/vocals.wav", exchange -> answer(exchange, 200, vocals));
        service.start();
        bench.startWorker("cpu", Duration.ofMillis(500), remote());
    }

    @BeforeEach
    void behave() {
        status = 200;
        vocals = new byte[0];
    }

    @AfterAll
    static void stop() throws Exception {
        bench.close();
        service.stop(0);
    }

    @Test
    void shouldTakeVocalsOfAnyRateAndGiveStemsThatAddUp() throws Exception {
        // given
        vocals = silence(songSeconds());

        // when
        WorkReported end = bench.end(bench.ask(BuiltInModel.EXTERNAL.ref()));

        // then
        assertThat(end).isInstanceOf(WorkReported.Succeeded.class);
        WorkCompleted result = ((WorkReported.Succeeded) end).result();
        assertThat(result.device()).isEqualTo("external");
        assertThat(((StageResult.Separation) result.result()).quality()).isEqualTo("unknown");
        float[] mix = bench.samples(TestSong.wav());
        float[] voice = samples(result, "vocals.flac");
        float[] rest = samples(result, "accompaniment.flac");
        assertThat(voice).hasSameSizeAs(mix);
        assertThat(IntStream.range(0, mix.length)
                        .mapToDouble(i -> Math.abs(voice[i] + rest[i] - mix[i]))
                        .max())
                .hasValueCloseTo(0.0, within(1e-6));
    }

    @Test
    void shouldRefuseVocalsOfAnotherLength() throws Exception {
        // given
        vocals = silence(1);

        // when / then
        assertFailed(
                bench.ask(BuiltInModel.EXTERNAL.ref()),
                FailureCode.SEPARATOR_REFUSED,
                "The vocals that the external separator sent are 1.0 s long, the recording is 4.8 s long.");
    }

    @Test
    void shouldRefuseVocalsThatAreNoAudio() throws Exception {
        // given
        byte[] damaged = Arrays.copyOf(silence(1), 44);
        Arrays.fill(damaged, 12, 44, (byte) 'x');
        vocals = damaged;

        // when / then
        assertFailed(
                bench.ask(BuiltInModel.EXTERNAL.ref()),
                FailureCode.SEPARATOR_REFUSED,
                "The vocals that the external separator sent cannot be used: they are no readable audio, or longer than"
                        + " the recording.");
    }

    @Test
    void shouldTryAgainLaterWhenTheServiceIsDown() throws Exception {
        // given
        status = 503;

        // when
        WorkRequested request = bench.ask(BuiltInModel.EXTERNAL.ref());

        // then
        assertThat(bench.end(request)).isInstanceOfSatisfying(WorkReported.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(FailureCode.SEPARATOR_UNAVAILABLE.code());
            assertThat(failed.failure().retryable()).isTrue();
        });
        assertThat(bench.scratch()).isEmpty();
    }

    private static void assertFailed(WorkRequested request, FailureCode code, String detail) {
        assertThat(bench.end(request))
                .isInstanceOfSatisfying(WorkReported.Failed.class, failed -> assertThat(failed.failure())
                        .isEqualTo(code.because(detail)));
    }

    private static RemoteSeparator remote() {
        Duration patience = Duration.ofSeconds(20);
        Duration pause = Duration.ofMillis(1);
        return new RemoteSeparator(
                new RemoteSettings(
                        URI.create("http://127.0.0.1:" + service.getAddress().getPort()),
                        patience,
                        patience,
                        patience,
                        2,
                        1 << 24,
                        null,
                        patience,
                        pause,
                        pause,
                        10,
                        patience,
                        Set.of()),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private static double songSeconds() throws Exception {
        return bench.samples(TestSong.wav()).length / 2.0 / TestSong.SAMPLE_RATE_HZ;
    }

    private static byte[] silence(double seconds) throws IOException {
        int frames = (int) (seconds * OTHER_RATE_HZ);
        var out = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(
                        new ByteArrayInputStream(new byte[2 * frames]),
                        new AudioFormat(OTHER_RATE_HZ, 16, 1, true, false),
                        frames),
                AudioFileFormat.Type.WAVE,
                out);
        return out.toByteArray();
    }

    private static float[] samples(WorkCompleted result, String name) throws Exception {
        Artifact artifact = result.artifacts().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        return bench.samples(bench.storage().get(artifact.key()));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
