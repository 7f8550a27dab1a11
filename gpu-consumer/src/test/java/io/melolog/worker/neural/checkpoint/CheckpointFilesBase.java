package io.melolog.worker.neural.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.neural.engine.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** What users rely on with any file: a network or a sentence, in bounded memory, and nothing executed. */
abstract class CheckpointFilesBase {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long BYTES_OF_ANY_FILE = 100L << 20;

    @TempDir
    Path dir;

    static byte[] resource(String name) throws IOException {
        try (InputStream in = CheckpointFilesBase.class.getResourceAsStream("/htdemucs/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    Path file(byte[] content) throws IOException {
        return Files.write(dir.resolve("net.th"), content);
    }

    String refusal(TestArchive archive) throws IOException {
        return refusal(archive.bytes());
    }

    /** Of a pickle in an archive that is sound otherwise. */
    String refusalOfPickle(byte[] pickle) throws IOException {
        return refusal(TestArchive.of(pickle));
    }

    String refusal(byte[] file) throws IOException {
        Optional<String> refusal = outcome(file);
        assertThat(refusal).as("a refusal").isPresent();
        return refusal.orElseThrow();
    }

    /** The sentence, where the file is refused. */
    Optional<String> outcome(byte[] content) throws IOException {
        Path file = file(content);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            CheckpointReader.read(file);
            return Optional.empty();
        } catch (ModelFormatException e) {
            assertSentence(e.getMessage());
            return Optional.of(e.getMessage());
        } finally {
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .isLessThan(BYTES_OF_ANY_FILE + 16L * content.length);
        }
    }

    private void assertSentence(String message) {
        assertThat(message).matches("[A-Z][ -~]{10,250}\\.").doesNotContain(dir.toString(), "net.th", "java.");
    }
}
