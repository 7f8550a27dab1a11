package io.melolog.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import io.melolog.standalone.broker.BrokerPorts;
import io.melolog.standalone.testing.Melody;
import io.melolog.standalone.testing.MelologProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;

/** The command line as people use it: real processes, a real broker, a real S3 server, all four services. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MelologIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final double LONG_SECONDS = 60;
    private static final int LOG_LINES = 200;
    private static final String[] ARTIFACTS = {
        "vocals.flac",
        "accompaniment.flac",
        "f0.csv",
        "melody.csv",
        "notes.json",
        "score.musicxml",
        "score.mid",
        "score.ly",
        "score.ultrastar.txt",
        "waveform.json"
    };

    @TempDir
    private static Path dir;

    private static Path data;
    private static int kafkaPort;
    private static MelologProcess server;
    private static URI address;

    /** What goes wrong in another process can only be understood from its log, which is gone with the folder. */
    @RegisterExtension
    static final TestExecutionExceptionHandler SERVER_LOG = (context, failure) -> {
        throw new AssertionError(failure.getMessage() + "\nThe server's log ends with:\n" + endOfLog(), failure);
    };

    @BeforeAll
    static void serve() throws Exception {
        data = dir.resolve("data folder");
        kafkaPort = BrokerPorts.choose(0).clientPort();
        startServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    @Order(1)
    void shouldAnalyzeARecordingIntoEveryArtifact() throws Exception {
        // given
        Path song = Melody.write(dir.resolve("a song.wav"), 3, 0);

        // when
        Ran ran = melolog("analyze", song.toString(), "--data", data.toString(), "--out", out());

        // then
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("separation done", "pitch done", "waveform done");
        for (String artifact : ARTIFACTS) {
            assertThat(dir.resolve("out/a song").resolve(artifact)).isNotEmptyFile();
        }
        assertThat(dir.resolve("out/a song/job.json")).content().contains("\"status\":\"completed\"");
        assertThat(dir.resolve("out/a song")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    @Order(2)
    void shouldAnswerTheSameRecordingFromTheLedger() throws Exception {
        // given
        Path copy = Files.copy(dir.resolve("a song.wav"), dir.resolve("copy.wav"));
        JobDocument first = client().jobs(null, 10, null).all().getFirst();

        // when
        Ran ran = melolog("analyze", copy.toString(), "--data", data.toString(), "--out", out());

        // then
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JobDocument second = client().jobs(null, 10, null).all().stream()
                .filter(job -> !job.id().equals(first.id()))
                .findFirst()
                .orElseThrow();
        assertThat(second.stagesOrNone()).hasSize(3).allMatch(JobDocument.StageView::isReused);
        assertThat(second.duplicateOf()).isEqualTo(first.id());
        for (Stage stage : Stage.values()) {
            assertThat(records(Topics.completed(stage))).hasSize(1);
        }
    }

    @Test
    @Order(3)
    void shouldTellWhatFailedAndDoTheRest() throws Exception {
        // given
        Path noise = Files.writeString(dir.resolve("no recording.mp3"), "these are words");
        Path good = dir.resolve("a song.wav");

        // when
        Ran ran = melolog(
                "analyze", noise.toString(), "missing.mp3", good.toString(), "--data", data.toString(), "--out", out());

        // then
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(ran.err()).contains("no recording.mp3: failed: ").contains("missing.mp3: failed: no such file");
        assertThat(ran.err()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(ran.out()).contains("a song.wav: separation reused");
    }

    @Test
    @Order(4)
    void shouldRefuseASecondServerOnTheSameFolderAndATakenPort() throws Exception {
        // when
        Ran second = melolog("serve", "--data", data.toString(), "--port", "0");
        Ran onTakenPort;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            onTakenPort = melolog("serve", "--data", dir.resolve("other").toString(), "--port", port);
            assertThat(onTakenPort.err()).contains("port " + port + " is taken");
        }

        // then
        assertThat(second.exitCode()).isEqualTo(ExitCode.CANNOT_SERVE);
        assertThat(second.err().lines()).hasSize(1);
        assertThat(second.err()).contains(data.toString()).contains("is already served at " + address);
        assertThat(onTakenPort.exitCode()).isEqualTo(ExitCode.CANNOT_SERVE);
        assertThat(onTakenPort.err().lines()).hasSize(1);
    }

    @Test
    @Order(5)
    void shouldFinishAJobOnceAfterBeingKilled() throws Exception {
        // given
        Path song = Melody.write(dir.resolve("long.wav"), LONG_SECONDS, 1);
        JobDocument job = client().submit(song, "long.wav", Map.of(), "key");
        await().atMost(PATIENCE).until(() -> client().job(job.id()).stagesOrNone().stream()
                .anyMatch(stage ->
                        stage.stage().equals("separation") && stage.status().equals("processing")));

        // when
        server.kill();
        startServer();

        // then
        await().atMost(PATIENCE).until(() -> client().job(job.id()).isFinal());
        assertThat(client().job(job.id()).status()).isEqualTo("completed");
        assertThat(records(Topics.JOB_EVENT))
                .filteredOn(event -> event.jobId().equals(job.id()))
                .filteredOn(event -> event instanceof JobEvent.Completed || event instanceof JobEvent.Failed)
                .singleElement()
                .isInstanceOf(JobEvent.Completed.class);
        assertThat(records(Topics.completed(Stage.SEPARATION))).hasSize(2);
    }

    @Test
    @Order(6)
    void shouldKeepEverythingWhenItIsStoppedAndAnalyzeWithoutAServer() throws Exception {
        // given
        server.terminate();
        server.exitCode();

        // when
        try (MelologProcess alone = MelologProcess.start(
                Map.of(),
                "analyze",
                dir.resolve("a song.wav").toString(),
                "--data",
                data.toString(),
                "--out",
                dir.resolve("alone").toString())) {
            alone.firstLine();

            // then
            assertThat(alone.exitCode()).as(alone.errorText()).isZero();
        }
        assertThat(dir.resolve("alone/a song/vocals.flac"))
                .hasSameBinaryContentAs(dir.resolve("out/a song/vocals.flac"));
        assertThat(dir.resolve("alone/a song/job.json")).content().contains("\"reused\":true");
    }

    private static String endOfLog() throws IOException {
        Path log = data.resolve("logs/melolog.log");
        if (!Files.exists(log)) {
            return "(no log)";
        }
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    private record Ran(int exitCode, String out, String err) {}

    private static Ran melolog(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Melolog.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String out() {
        return dir.resolve("out").toString();
    }

    private static MelologClient client() {
        return new MelologClient(ApiAddress.fixed(address), RetryPolicy.DEFAULT);
    }

    private static void startServer() throws Exception {
        server = MelologProcess.start(
                Map.of("MELOLOG_STANDALONE_KAFKA_PORT", Integer.toString(kafkaPort)),
                "serve",
                "--port",
                "0",
                "--data",
                data.toString());
        String ready = server.firstLine();
        assertThat(ready).startsWith("melolog ready at http://127.0.0.1:");
        address = URI.create(ready.substring("melolog ready at ".length()));
    }

    /** Everything on a topic that is committed. */
    private static <T extends Event> List<T> records(Topic<T> topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), topic.deserializer())) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<T> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
