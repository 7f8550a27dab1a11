package io.melolog.worker.decode;

import static io.melolog.worker.decode.AudioTestSupport.CACHE;
import static io.melolog.worker.decode.AudioTestSupport.NEVER;
import static io.melolog.worker.decode.AudioTestSupport.failure;
import static io.melolog.worker.decode.AudioTestSupport.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.worker.decode.child.ChildRequest;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioChildPoolIT {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final AudioChildSettings SETTINGS = AudioChildSettings.defaults(CACHE);

    @TempDir
    Path folder;

    private Path shortWav;
    private Path longWav;

    @BeforeEach
    void writeFixtures() throws IOException {
        shortWav = WavFixture.int16(folder.resolve("short.wav"), 22_050, 1, new short[22_050]);
        longWav = WavFixture.silence(folder.resolve("long.wav"), 192_000, 1, 3_600);
    }

    @Test
    void shouldFailRetryablyWhenTheChildIsKilledAndThenDecodeTheNext() throws Exception {
        try (AudioChildPool pool = new AudioChildPool(SETTINGS.withSpares(0))) {
            // given
            AudioDecoder decoder = new AudioDecoder(pool);
            BooleanSupplier killer = afterHalfASecond(() -> pool.children().forEach(AudioChild::close));

            // when
            AudioException killed = failure(() -> decoder.decode(longWav, folder, slow(), killer));
            DecodedAudio next = decoder.decode(shortWav, folder, DecodeRequest.original(600), NEVER);

            // then
            assertThat(killed.code()).isEqualTo(AudioErrorCode.DECODER_CRASHED);
            assertThat(killed.retryable()).isTrue();
            assertThat(next.pcm().sampleFrames()).isEqualTo(22_050);
            assertThat(files(folder)).isOne();
        }
    }

    @Test
    void shouldKillTheChildWhenCancelled() throws Exception {
        try (AudioChildPool pool = new AudioChildPool(SETTINGS.withSpares(0))) {
            // given
            AudioDecoder decoder = new AudioDecoder(pool);
            AtomicInteger calls = new AtomicInteger();

            // when / then
            assertThatThrownBy(() -> decoder.decode(longWav, folder, slow(), () -> calls.incrementAndGet() > 30))
                    .isInstanceOf(CancellationException.class);
            assertThat(pool.children()).noneMatch(AudioChild::isAlive);
            assertThat(files(folder)).isZero();
        }
    }

    @Test
    void shouldTreatAnInterruptAsCancellation() throws Exception {
        try (AudioChildPool pool = new AudioChildPool(SETTINGS.withSpares(0))) {
            // given
            AudioDecoder decoder = new AudioDecoder(pool);
            Thread.currentThread().interrupt();

            // when / then
            assertThatThrownBy(() -> decoder.decode(longWav, folder, slow(), NEVER))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void shouldEndAJobThatTakesTooLong() throws Exception {
        try (AudioChildPool pool = new AudioChildPool(SETTINGS.withWallClockLimit(Duration.ofMillis(100)))) {
            // when
            AudioException late = failure(() -> new AudioDecoder(pool).decode(longWav, folder, slow(), NEVER));

            // then
            assertThat(late.code()).isEqualTo(AudioErrorCode.DECODER_LIMIT);
            assertThat(late.retryable()).isTrue();
            assertThat(files(folder)).isZero();
        }
    }

    @Test
    void shouldEndAJobThatSpendsTooMuchProcessorTime() throws Exception {
        assumeLinux();
        AudioChildSettings oneSecond =
                new AudioChildSettings(CACHE, Duration.ofMinutes(2), Duration.ofSeconds(1), 768L << 20, 1L << 30, 0);
        try (AudioChildPool pool = new AudioChildPool(oneSecond)) {
            // when
            AudioException spent = failure(() -> new AudioDecoder(pool).decode(longWav, folder, slow(), NEVER));

            // then
            assertThat(spent.code()).isEqualTo(AudioErrorCode.DECODER_LIMIT);
            assertThat(spent.retryable()).isFalse();
            assertThat(spent.detail()).contains("processor time");
        }
    }

    @Test
    void shouldEndAJobWithTooMuchOutput() throws Exception {
        try (AudioChildPool pool = new AudioChildPool(SETTINGS.withMaxOutputBytes(50_000))) {
            // when
            AudioException large =
                    failure(() -> new AudioDecoder(pool).decode(shortWav, folder, DecodeRequest.original(600), NEVER));

            // then
            assertThat(large.code()).isEqualTo(AudioErrorCode.DECODER_LIMIT);
            assertThat(large.retryable()).isFalse();
            assertThat(files(folder)).isZero();
        }
    }

    @Test
    void shouldDecodeInParallelWithFreshlyUnpackedLibraries() throws Exception {
        AudioChildSettings fresh = AudioChildSettings.defaults(folder.resolve("cache"));
        try (AudioChildPool pool = new AudioChildPool(fresh);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            // given
            AudioDecoder decoder = new AudioDecoder(pool);
            List<Future<DecodedAudio>> jobs = new ArrayList<>();

            // when
            for (int i = 0; i < 12; i++) {
                jobs.add(threads.submit(() -> decoder.decode(shortWav, folder, DecodeRequest.original(600), NEVER)));
            }

            // then
            for (Future<DecodedAudio> job : jobs) {
                assertThat(job.get().pcm().sampleFrames()).isEqualTo(22_050);
            }
        }
    }

    @Test
    void shouldLeaveNoProcessBehind() throws Exception {
        // given
        List<AudioChild> seen = new ArrayList<>();
        AudioChildPool pool = new AudioChildPool(SETTINGS.withSpares(2));
        new AudioDecoder(pool).decode(shortWav, folder, DecodeRequest.original(600), NEVER);
        seen.addAll(pool.children());

        // when
        pool.close();

        // then
        assertThat(seen).noneMatch(AudioChild::isAlive);
        assertThat(pool.children()).noneMatch(AudioChild::isAlive);
        assertThat(ProcessHandle.current().children().filter(AudioChildPoolIT::isAudioChild))
                .isEmpty();
        assertThat(failure(() -> new AudioDecoder(pool).decode(shortWav, folder, DecodeRequest.original(600), NEVER))
                        .retryable())
                .isTrue();
    }

    @Test
    void shouldReplaceASpareThatDied() throws Exception {
        try (AudioChildPool pool = new AudioChildPool(SETTINGS.withSpares(0))) {
            // given
            AudioDecoder decoder = new AudioDecoder(pool);
            decoder.decode(shortWav, folder, DecodeRequest.original(600), NEVER);
            pool.children().forEach(AudioChild::close);

            // when
            DecodedAudio next = decoder.decode(shortWav, folder, DecodeRequest.original(600), NEVER);

            // then
            assertThat(next.pcm().sampleFrames()).isEqualTo(22_050);
        }
    }

    @Test
    void shouldEndAChildWhoseParentIsGone() throws Exception {
        try (AudioChild child = new AudioChild(new ChildCommand(SETTINGS).start())) {
            // given
            assertThat(child.awaitReady(START_LIMIT)).isTrue();

            // when
            child.process().getOutputStream().close();

            // then
            assertThat(child.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.process().exitValue()).isZero();
        }
    }

    @Test
    void shouldEndAChildWhoseParentIsGoneInTheMiddleOfAJob() throws Exception {
        try (AudioChild child = new AudioChild(new ChildCommand(SETTINGS).start())) {
            // given
            Path output = folder.resolve("out.f32");
            new ChildRequest.Decode(longWav.toString(), output.toString(), 4_000, 1, 7_200, 1L << 30)
                    .writeTo(new DataOutputStream(child.process().getOutputStream()));
            child.process().getOutputStream().flush();
            Awaitility.await().until(() -> Files.exists(output));

            // when
            child.process().getOutputStream().close();

            // then
            assertThat(child.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.process().exitValue()).isEqualTo(1);
        }
    }

    @Test
    void shouldStartWithoutAShell() throws Exception {
        try (AudioChild child = new AudioChild(new ChildCommand(SETTINGS, folder.resolve("no-shell")).start())) {
            // when / then
            assertThat(child.awaitReady(START_LIMIT)).isTrue();
        }
    }

    @Test
    void shouldRunChildrenUnderLimitsAndWithoutTheParentsEnvironment() throws Exception {
        assumeLinux();
        try (AudioChild child = new AudioChild(new ChildCommand(SETTINGS).start())) {
            // given
            assertThat(child.awaitReady(START_LIMIT)).isTrue();
            Path proc = Path.of("/proc", Long.toString(child.process().pid()));

            // when
            String limits = Files.readString(proc.resolve("limits"));
            String environment = Files.readString(proc.resolve("environ"));

            // then
            assertThat(limits).containsPattern("Max cpu time +60 +61 ");
            assertThat(limits).containsPattern("Max address space +805306368 +805306368 ");
            assertThat(limits).containsPattern("Max file size +4294967296 +4294967296 ");
            assertThat(limits).containsPattern("Max core file size +0 +0 ");
            assertThat(environment.split("\0")).allMatch(entry -> entry.matches("(LC_ALL|MALLOC_ARENA_MAX|PWD|_)=.*"));
        }
    }

    /** An hour of 192 kHz to 4 kHz: much work, little output. */
    private static DecodeRequest slow() {
        return DecodeRequest.mono(4_000, 7_200);
    }

    private static BooleanSupplier afterHalfASecond(Runnable action) {
        AtomicInteger calls = new AtomicInteger();
        return () -> {
            if (calls.incrementAndGet() == 30) {
                action.run();
            }
            return false;
        };
    }

    private static boolean isAudioChild(ProcessHandle process) {
        return process.isAlive() && process.info().commandLine().orElse("").contains("ChildMain");
    }

    private static void assumeLinux() {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "limits are checked on Linux");
    }
}
