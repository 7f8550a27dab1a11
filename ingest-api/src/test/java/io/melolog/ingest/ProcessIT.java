package io.melolog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service in a process of its own, configured by its environment only. */
class ProcessIT {
    private static final boolean PROOF = Boolean.getBoolean("melolog.proof");
    private static final int UPLOADS = PROOF ? 40 : 8;
    private static final int UPLOAD_BYTES = PROOF ? 180 << 20 : 40 << 20;

    @TempDir
    Path folder;

    @Test
    void shouldTakeManyLongUploadsInASmallHeap() throws Exception {
        // given
        Path jar = jar();
        try (TestBroker broker = new TestBroker();
                TestStorage storage = new TestStorage(folder.resolve("s3"))) {
            int port = freePort();
            Process process = start(jar, broker, storage, port);
            try (HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                URI jobs = URI.create("http://127.0.0.1:" + port + "/v1/jobs");
                await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> isReady(http, jobs));

                // when
                List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, UPLOADS)
                        .mapToObj(i -> http.sendAsync(upload(jobs, i), BodyHandlers.ofString()))
                        .toList();
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                        .join();

                // then
                assertThat(answers).allMatch(answer -> answer.join().statusCode() == 202);
                assertThat(storage.filesContaining("originals")).hasSize(UPLOADS);
                assertThat(storage.filesContaining("incoming")).isEmpty();
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    private Process start(Path jar, TestBroker broker, TestStorage storage, int port) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString());
        builder.environment()
                .putAll(Map.of(
                        "MELOLOG_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                        "MELOLOG_S3_ENDPOINT", storage.endpoint(),
                        "MELOLOG_S3_ACCESS_KEY", TestStorage.ACCESS_KEY,
                        "MELOLOG_S3_SECRET_KEY", TestStorage.SECRET_KEY,
                        "MELOLOG_DATA_DIR", folder.resolve("data").toString(),
                        "MELOLOG_HTTP_PORT", Integer.toString(port),
                        "MELOLOG_UPLOAD_MAX_WAIT", "5m"));
        Path log = Path.of("target", "process-it.log");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static boolean isReady(HttpClient http, URI jobs) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(jobs.resolve("/health/ready")).build();
        return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }

    private static HttpRequest upload(URI jobs, int seed) {
        byte[] end = "\r\n--a-boundary-of-tests--\r\n".getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(jobs)
                .header("Content-Type", "multipart/form-data; boundary=a-boundary-of-tests")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofByteArray(Replica.partHead("name=\"file\"; filename=\"long.wav\"")),
                        BodyPublishers.ofInputStream(() -> noise(seed)),
                        BodyPublishers.ofByteArray(end)))
                .build();
    }

    private static InputStream noise(int seed) {
        byte[] head = Audio.wav(64 << 10, seed);
        return new SequenceInputStream(new ByteArrayInputStream(head), new InputStream() {
            private final Random random = new Random(seed);
            private int left = UPLOAD_BYTES;

            @Override
            public int read() {
                return left-- > 0 ? random.nextInt() & 0xFF : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                int count = Math.min(length, left);
                left -= count;
                for (int i = 0; i < count; i += 64) {
                    target[offset + i] = (byte) random.nextInt();
                }
                return count == 0 ? -1 : count;
            }
        });
    }

    private static Path jar() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().matches("ingest-api-.*\\.jar"))
                    .toList();
            Assumptions.assumeFalse(jars.isEmpty(), "not packaged yet");
            return jars.getFirst();
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
