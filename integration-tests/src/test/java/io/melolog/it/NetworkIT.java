package io.melolog.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A large network as a user brings it: from a checkpoint on disk to stems, in the real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkIT {
    /** Random weights in the official format: {@code benchmarks/htdemucs_checkpoint.py demo}. */
    private static final Path CHECKPOINT =
            Path.of("..", "gpu-consumer", "src", "test", "resources", "htdemucs", "demo.th");

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String CHILD = "neural.child.ChildMain";

    @TempDir
    static Path temp;

    private Server server;

    @BeforeAll
    void startServer() throws Exception {
        server = Server.start(temp.resolve("data"));
        Run added = melolog("models", "add", CHECKPOINT.toString(), "--name", "demo", "--version", "1");
        assertThat(added.output()).contains("added demo@1").contains("drums, bass, other, vocals");
        assertThat(added.exit()).isZero();
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @Test
    void shouldSeparateWithTheModelThatWasAdded() throws Exception {
        // given
        Path song = Audio.song(temp.resolve("song.wav"), 5, 21);
        Path out = temp.resolve("out");

        // when
        Run run = melolog("analyze", song.toString(), "--model", "demo", "--out", out.toString());

        // then
        assertThat(run.exit()).as(run.output()).isZero();
        JsonNode job = tools.jackson.databind.json.JsonMapper.builder()
                .build()
                .readTree(Files.readAllBytes(out.resolve("song").resolve("job.json")));
        JsonNode separation = separation(job);
        assertThat(separation.path("model").asString("")).isEqualTo("demo@1");
        assertThat(separation.path("device").asString("")).isEqualTo("cpu");
        for (String stem : List.of("vocals", "accompaniment", "drums", "bass", "other")) {
            assertThat(out.resolve("song").resolve(stem + ".flac")).isNotEmptyFile();
        }
        assertThat(out.resolve("song").resolve("score.musicxml")).isNotEmptyFile();
    }

    @Test
    void shouldFinishAJobWhoseEngineIsKilledOnTheWay() throws Exception {
        // given
        Path song = Audio.song(temp.resolve("long.wav"), 90, 22);
        String id = server.client().submitWith(song, "separation", "models", "demo@1");

        // when
        ProcessHandle engine = Awaitility.await("the engine's process")
                .atMost(PATIENCE)
                .until(this::engine, found -> found != null && progress(id) > 0.05);
        engine.destroyForcibly();

        // then
        JsonNode job = server.client().awaitEnd(id, PATIENCE);
        assertThat(job.path("status").asString("")).as(job.toString()).isEqualTo("completed");
        assertThat(separation(job).path("model").asString("")).isEqualTo("demo@1");
    }

    @Test
    void shouldRefuseAModelThatNobodyAdded() {
        // given
        Path song = Audio.song(temp.resolve("short.wav"), 1, 23);

        // when
        MelologClient.Answer answer = server.client().uploadWith(song, "separation", "models", "htdemucs@9");

        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("code")).isEqualTo("unknown_model");
    }

    /** The command line refuses such a file before it is sent; this one came by HTTP. */
    @Test
    void shouldFailAJobWhoseCheckpointWantsToRunCode() throws Exception {
        // given
        Path trace = temp.resolve("executed");
        byte[] file = hostile("touch " + trace);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        String manifest = """
                {"name": "hostile", "version": "1", "stage": "separation", "format": "htdemucs", "stems": ["drums", "vocals"],
                 "files": [{"name": "net.th", "bytes": %d, "sha256": "%s"}]}""".formatted(file.length, sha256);
        assertThat(server.client().register(manifest, "net.th", file).status()).isEqualTo(201);
        Path song = Audio.song(temp.resolve("victim.wav"), 1, 24);

        // when
        String id = server.client().submitWith(song, "separation", "models", "hostile@1");
        JsonNode error = server.client().awaitEnd(id, PATIENCE).path("error");

        // then
        assertThat(error.path("code").asString("")).isEqualTo("model_unavailable");
        assertThat(error.path("retryable").asBoolean(true)).isFalse();
        assertThat(error.path("detail").asString("")).contains("os.system").contains("Nothing in it was executed");
        assertThat(trace).doesNotExist();
    }

    private static byte[] hostile(String command) throws IOException {
        String pickle = "\u0080\u0002cos\nsystem\nX" + (char) command.length() + "\0\0\0" + command + "\u0085R.";
        byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            ZipEntry entry = new ZipEntry("net/data.pkl");
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setCrc(crc.getValue());
            entry.setSize(bytes.length);
            entry.setMethod(ZipEntry.STORED);
            zip.putNextEntry(entry);
            zip.write(bytes);
        }
        return archive.toByteArray();
    }

    private @org.jspecify.annotations.Nullable ProcessHandle engine() {
        return server.process()
                .handle()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(CHILD))
                .findFirst()
                .orElse(null);
    }

    private double progress(String id) {
        return server.client().job(id).path("progress").asDouble();
    }

    private static JsonNode separation(JsonNode job) {
        for (JsonNode stage : job.path("stages")) {
            if (stage.path("stage").asString("").equals("separation")) {
                return stage;
            }
        }
        throw new AssertionError("no separation in " + job);
    }

    private record Run(int exit, String output) {}

    /** The command line against this server. */
    private Run melolog(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", server.client().address().toString()));
        Path output = Files.createTempFile(temp, "run", ".out");
        try (JavaProcess process = JavaProcess.ofClass("io.melolog.standalone.cli.Melolog", all, output)) {
            return new Run(process.awaitExit(PATIENCE), process.output());
        }
    }
}
