package io.melolog.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import io.melolog.worker.testing.TestSong;
import io.melolog.worker.testing.WorkerBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build packs runs by itself: nothing that it needs is missing from {@code lib}. */
class WorkerJarIT {
    @Test
    void shouldWorkAsAProcessOfItsOwnAndStopWhenTold(@TempDir Path folder) throws Exception {
        // given
        Optional<Path> jar = packedJar();
        assumeTrue(jar.isPresent(), "packed by ./mvnw verify only");
        try (var broker = new TestBroker(folder.resolve("broker"), TestBroker.SHORT_LEASES);
                var storage = new TestStorage(folder.resolve("s3"));
                var bench = new WorkerBench(broker.bootstrapServers(), storage.endpoint())) {
            Process worker = start(jar.get(), broker, storage, folder);
            try {
                await().atMost(Duration.ofMinutes(1)).until(() -> hasBucket(storage));
                storage.put("originals/default/song", TestSong.wav());

                // when
                WorkRequested request = bench.ask(WorkerBench.request(
                        Stage.PITCH,
                        Lane.INTERACTIVE,
                        new InputObject(InputObject.SOURCE, "originals/default/song", "audio/wav")));

                // then
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(bench.ends(request)).isNotEmpty());
                assertThat(bench.ends(request)).hasOnlyElementsOfType(WorkReported.Succeeded.class);
            } finally {
                worker.destroy();
                assertThat(worker.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }
        }
    }

    private static Process start(Path jar, TestBroker broker, TestStorage storage, Path folder) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.log").toFile());
        var environment = builder.environment();
        environment.put("MELOLOG_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("MELOLOG_S3_ENDPOINT", storage.endpoint());
        environment.put("MELOLOG_S3_ACCESS_KEY", TestStorage.ACCESS_KEY);
        environment.put("MELOLOG_S3_SECRET_KEY", TestStorage.SECRET_KEY);
        environment.put("MELOLOG_DATA_DIR", folder.resolve("data").toString());
        return builder.start();
    }

    private static boolean hasBucket(TestStorage storage) throws Exception {
        return !storage.client().listBuckets().isEmpty();
    }

    private static Optional<Path> packedJar() throws IOException {
        Path target = Path.of("target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("gpu-consumer-[^-]+(-SNAPSHOT)?\\.jar"))
                    .findFirst();
        }
    }
}
