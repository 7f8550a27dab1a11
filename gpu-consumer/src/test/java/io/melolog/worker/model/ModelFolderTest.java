package io.melolog.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.model.ModelFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    private static final int FILE_BYTES = 100;

    @TempDir
    private Path home;

    private final AtomicInteger downloads = new AtomicInteger();
    private int uses;
    private ModelFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = open(10 * FILE_BYTES);
    }

    @Test
    void shouldDownloadAFileOnceAndKeepItAcrossRestarts() throws Exception {
        // given
        ModelFile file = file("a");

        // when
        use(file).close();
        use(file).close();
        folder = open(10 * FILE_BYTES);
        Path path;
        try (FileUse use = use(file)) {
            path = use.path();
        }

        // then
        assertThat(downloads).hasValue(1);
        assertThat(path).hasBinaryContent(content("a"));
    }

    @Test
    void shouldDownloadOnceForManyAtATime() throws Exception {
        // given
        ModelFile file = file("a");
        List<Future<?>> results = new ArrayList<>();

        // when
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                results.add(threads.submit(() -> {
                    use(file).close();
                    return null;
                }));
            }
        }

        // then
        for (Future<?> result : results) {
            result.get();
        }
        assertThat(downloads).hasValue(1);
    }

    @Test
    void shouldLetTheNextOneDownloadWhatTheFirstDidNotFinish() throws Exception {
        // given
        ModelFile file = file("a");

        // when
        assertThatThrownBy(() -> folder.use(
                        file,
                        part -> {
                            Files.write(part, new byte[3]);
                            throw new InterruptedException();
                        },
                        () -> false))
                .isInstanceOf(InterruptedException.class);
        use(file).close();

        // then
        assertThat(downloads).hasValue(1);
        assertThat(files()).doesNotContain("part").contains(file.sha256());
    }

    @Test
    void shouldStopWaitingForAnothersDownloadWhenCancelled() throws Exception {
        // given
        ModelFile file = file("a");
        var begun = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<?> first = threads.submit(() -> {
                folder.use(
                                file,
                                part -> {
                                    begun.countDown();
                                    gate.await();
                                    Files.write(part, content("a"));
                                },
                                () -> false)
                        .close();
                return null;
            });
            begun.await();

            // when / then
            assertThatThrownBy(() -> folder.use(file, part -> {}, () -> true))
                    .isInstanceOf(CancellationException.class);
            gate.countDown();
            first.get();
        }
    }

    @Test
    void shouldDownloadAgainWhatWasDamagedOnTheDisk() throws Exception {
        // given
        ModelFile file = file("a");
        use(file).close();
        Files.write(home.resolve(file.sha256()), new byte[FILE_BYTES]);
        folder = open(10 * FILE_BYTES);

        // when
        use(file).close();

        // then
        assertThat(downloads).hasValue(2);
        assertThat(home.resolve(file.sha256())).hasBinaryContent(content("a"));
    }

    @Test
    void shouldDeleteWhatWasNotUsedForLongest() throws Exception {
        // given
        folder = open(2 * FILE_BYTES);
        use(file("a")).close();
        use(file("b")).close();
        use(file("a")).close();

        // when
        use(file("c")).close();

        // then
        assertThat(files())
                .contains(file("a").sha256(), file("c").sha256())
                .doesNotContain(file("b").sha256());
    }

    @Test
    void shouldNotDeleteWhatIsInUse() throws Exception {
        // given
        folder = open(FILE_BYTES);
        try (FileUse used = use(file("a"))) {

            // when
            use(file("b")).close();
            use(file("c")).close();

            // then
            assertThat(used.path()).exists();
            assertThat(files()).doesNotContain(file("b").sha256());
        }
    }

    @Test
    void shouldDeleteWhatAKilledProcessLeftUnfinished() throws Exception {
        // given
        Path left = Files.write(home.resolve(file("a").sha256() + "." + UUID.randomUUID() + ".part"), new byte[3]);

        // when
        folder = open(FILE_BYTES);

        // then
        assertThat(left).doesNotExist();
    }

    private ModelFolder open(long budgetBytes) throws IOException {
        return new ModelFolder(home, budgetBytes, new Ticking(), new ModelMetrics(new SimpleMeterRegistry()));
    }

    private FileUse use(ModelFile file) throws Exception {
        return folder.use(
                file,
                part -> {
                    downloads.incrementAndGet();
                    Files.write(part, content(file.name()));
                },
                () -> false);
    }

    private String files() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> !name.endsWith(".lock"))
                    .toList()
                    .toString();
        }
    }

    private static ModelFile file(String name) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content(name)));
        return new ModelFile(name, FILE_BYTES, sha256, "models/" + sha256);
    }

    private static byte[] content(String name) {
        return name.repeat(FILE_BYTES).getBytes(StandardCharsets.US_ASCII);
    }

    /** Each look is a second later. */
    private final class Ticking extends Clock {
        @Override
        public Instant instant() {
            uses++;
            return Instant.EPOCH.plus(Duration.ofDays(20_000)).plusSeconds(uses);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
