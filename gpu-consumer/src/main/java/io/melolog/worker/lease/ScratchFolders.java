package io.melolog.worker.lease;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder per work. Whatever a killed process left is deleted when the next one starts. Thread-safe. */
final class ScratchFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolders.class);
    private static final int NAME_CHARS = 12;

    private final Path root;
    private final FileChannel lockFile;

    /** @throws IOException when the folder cannot be used, or another process uses it */
    ScratchFolders(Path dataDir) throws IOException {
        Path home = Files.createDirectories(dataDir.resolve("gpu-consumer"));
        this.lockFile = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(lockFile) == null) {
            lockFile.close();
            throw new IOException("another worker uses the same melolog.data-dir");
        }
        this.root = Files.createDirectories(home.resolve("scratch"));
        try (Stream<Path> leftovers = Files.list(root)) {
            leftovers.toList().forEach(ScratchFolders::delete);
        }
    }

    Path create(String workId) throws IOException {
        return Files.createTempDirectory(root, workId.substring(0, NAME_CHARS) + "-");
    }

    /** Deletes a folder and what is in it; what cannot be deleted now goes with the next start. */
    static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.atWarn().setMessage("scratch folder not deleted").setCause(e).log();
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
