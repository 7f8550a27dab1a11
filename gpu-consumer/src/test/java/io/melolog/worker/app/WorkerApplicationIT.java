package io.melolog.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.schemas.work.WorkSpec;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import io.melolog.worker.decode.AudioChildPool;
import io.melolog.worker.decode.AudioDecoder;
import io.melolog.worker.decode.DecodeRequest;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.testing.TestSong;
import io.melolog.worker.testing.WorkerBench;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole worker as it is deployed, on a real broker and a real S3 server. */
class WorkerApplicationIT {
    @TempDir
    private static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static WorkerBench bench;
    private static ConfigurableApplicationContext context;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker(folder.resolve("broker"), TestBroker.SHORT_LEASES);
        storage = new TestStorage(folder.resolve("s3"));
        bench = new WorkerBench(broker.bootstrapServers(), storage.endpoint());
        context = SpringApplication.run(
                WorkerApplication.class,
                "--melolog.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--melolog.s3.endpoint=" + storage.endpoint(),
                "--melolog.s3.access-key=" + TestStorage.ACCESS_KEY,
                "--melolog.s3.secret-key=" + TestStorage.SECRET_KEY,
                "--melolog.data-dir=" + folder.resolve("data"),
                "--melolog.worker.grace-period=1s");
    }

    @AfterAll
    static void stop() throws Exception {
        context.close();
        context.close();
        bench.close();
        storage.close();
        broker.close();
    }

    @Test
    void shouldSeparateIntoStemsThatAddUpAndWriteDownTheirMelody(@TempDir Path scratch) throws Exception {
        // given
        byte[] song = TestSong.wav();
        InputObject upload = upload(song);

        // when
        WorkCompleted separation = succeed(request(Stage.SEPARATION, new WorkInput.Upload(sha256(song)), upload));
        Artifact vocals = artifact(separation, "vocals.flac");
        WorkCompleted pitch = succeed(request(
                Stage.PITCH,
                new WorkInput.Upstream(separation.workId(), vocals.name()),
                new InputObject(vocals.name(), vocals.key(), vocals.mediaType())));

        // then
        assertThat(separation.artifacts())
                .extracting(Artifact::name)
                .containsExactly("vocals.flac", "accompaniment.flac");
        assertThat(separation.artifacts()).extracting(Artifact::mediaType).containsOnly("audio/flac");
        assertThat(separation.result()).isInstanceOfSatisfying(StageResult.Separation.class, result -> {
            assertThat(result.quality()).isEqualTo("preview");
            assertThat(result.source().sampleRateHz()).isEqualTo(TestSong.SAMPLE_RATE_HZ);
            assertThat(result.source().channels()).isEqualTo(2);
        });
        float[] mix = samples(scratch, song);
        float[] sum = samples(scratch, storage.get(vocals.key()));
        float[] accompaniment = samples(
                scratch, storage.get(artifact(separation, "accompaniment.flac").key()));
        assertThat(sum).hasSameSizeAs(mix);
        for (int i = 0; i < mix.length; i++) {
            assertThat(sum[i] + accompaniment[i]).isCloseTo(mix[i], within(1e-4f));
        }

        assertThat(pitch.artifacts())
                .extracting(Artifact::name)
                .containsExactly(
                        "f0.csv",
                        "melody.csv",
                        "notes.json",
                        "score.musicxml",
                        "score.mid",
                        "score.ly",
                        "score.ultrastar.txt");
        assertThat(pitch.result()).isInstanceOfSatisfying(StageResult.Pitch.class, result -> {
            assertThat(result.noteCount()).isPositive();
            assertThat(result.clef()).isEqualTo("treble");
            assertThat(result.timeSignature()).isEqualTo("4/4");
        });
        assertThat(text(artifact(pitch, "f0.csv"))).startsWith("time_seconds,f0_hz,voiced,voiced_probability");
        assertThat(EventJson.mapper()
                        .readTree(text(artifact(pitch, "notes.json")))
                        .get("notes"))
                .hasSize(((StageResult.Pitch) pitch.result()).noteCount());
    }

    @Test
    void shouldMeasureTheWaveformAtEveryZoom() throws Exception {
        // given
        byte[] song = TestSong.wav();

        // when
        WorkCompleted waveform = succeed(request(Stage.WAVEFORM, new WorkInput.Upload(sha256(song)), upload(song)));

        // then
        assertThat(waveform.artifacts())
                .extracting(Artifact::name)
                .containsExactly(
                        "waveform.json",
                        "waveform-256.json",
                        "waveform-1024.json",
                        "waveform-4096.json",
                        "waveform-overview.json");
        var json = EventJson.mapper().readTree(text(artifact(waveform, "waveform.json")));
        assertThat(json.get("version").asInt()).isEqualTo(2);
        assertThat(json.get("samples_per_pixel").asInt()).isEqualTo(TestSong.SAMPLE_RATE_HZ / 20);
        assertThat(json.get("data")).hasSize(2 * json.get("length").asInt());
    }

    @Test
    void shouldRefuseWhatIsNoAudio() throws Exception {
        // given
        byte[] text = "this is no music".repeat(100).getBytes(StandardCharsets.UTF_8);

        // when
        WorkRequested request = bench.ask(request(Stage.WAVEFORM, new WorkInput.Upload(sha256(text)), upload(text)));

        // then
        assertThat(end(request)).isInstanceOfSatisfying(WorkReported.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(FailureCode.UNDECODABLE_AUDIO.code());
            assertThat(failed.failure().retryable()).isFalse();
            assertThat(failed.failure().detail()).isNotBlank().doesNotContain("/", "Exception");
        });
    }

    private static InputObject upload(byte[] bytes) throws Exception {
        String key = ObjectKeys.original("default", sha256(bytes));
        storage.put(key, bytes);
        return new InputObject(InputObject.SOURCE, key, "audio/wav");
    }

    private static WorkRequested request(Stage stage, WorkInput input, InputObject object) {
        WorkSpec spec = new WorkSpec(
                stage, stage.version(), stage.defaultModel(), List.of(input), stage.defaultParameters(), "default");
        return new WorkRequested(
                spec.workId(),
                "request-" + UUID.randomUUID(),
                1,
                "default",
                spec,
                List.of(object),
                Lane.INTERACTIVE,
                Clock.systemUTC().instant());
    }

    private static WorkCompleted succeed(WorkRequested request) throws Exception {
        bench.ask(request);
        WorkReported end = end(request);
        assertThat(end).isInstanceOf(WorkReported.Succeeded.class);
        return ((WorkReported.Succeeded) end).result();
    }

    private static WorkReported end(WorkRequested request) {
        await().atMost(Duration.ofMinutes(2)).until(() -> !bench.ends(request).isEmpty());
        return bench.ends(request).getFirst();
    }

    private static Artifact artifact(WorkCompleted result, String name) {
        return result.artifacts().stream()
                .filter(artifact -> artifact.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Artifact artifact) throws Exception {
        return new String(storage.get(artifact.key()), StandardCharsets.UTF_8);
    }

    private static float[] samples(Path scratch, byte[] audio) throws Exception {
        Path file = Files.write(scratch.resolve(UUID.randomUUID().toString()), audio);
        PcmFile pcm = new AudioDecoder(context.getBean(AudioChildPool.class))
                .decode(file, scratch, DecodeRequest.original(60), () -> false)
                .pcm();
        float[] samples = new float[(int) pcm.sampleFrames() * pcm.channels()];
        try (PcmReader reader = new PcmReader(pcm)) {
            reader.read(0, samples, (int) pcm.sampleFrames());
        }
        return samples;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
