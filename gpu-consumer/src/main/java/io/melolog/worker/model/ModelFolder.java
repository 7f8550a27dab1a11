package io.melolog.worker.model;

import io.melolog.schemas.model.ModelFile;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.storage.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models' files on this machine's disk, under their SHA-256. Those used last stay within a budget; those in use stay in any case. Several threads,
 * stores and processes may use the same folder: {@link FileUse} keeps them apart.
 */
final class ModelFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFolder.class);
    private static final Pattern WHOLE = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PART = Pattern.compile("[0-9a-f]{64}\\.[0-9a-f-]{36}\\.part");
    private static final int SHA256_CHARS = 64;

    private final Path folder;
    private final long budgetBytes;
    private final Clock clock;
    private final ModelMetrics metrics;
    /** Files whose digest this process has compared. */
    private final Set<String> checked = ConcurrentHashMap.newKeySet();

    /** Deletes what killed processes left unfinished. */
    ModelFolder(Path folder, long budgetBytes, Clock clock, ModelMetrics metrics) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        this.budgetBytes = budgetBytes;
        this.clock = clock;
        this.metrics = metrics;
        for (Path part : list(PART)) {
            FileUse.ifUnused(whole(part), () -> Files.deleteIfExists(part));
        }
    }

    /** Brings a file; what it wrote is compared by itself. */
    @FunctionalInterface
    interface Download {
        void into(Path part) throws IOException, InterruptedException, WorkRefusedException;
    }

    /**
     * The file, downloaded unless it is here, and kept until the use is closed. Whoever comes while it is being downloaded waits for that.
     *
     * @param cancelled asked while waiting for another process
     */
    FileUse use(ModelFile file, Download download, BooleanSupplier cancelled)
            throws IOException, InterruptedException, WorkRefusedException {
        FileUse use = FileUse.begin(folder.resolve(file.sha256()), cancelled);
        boolean ready = false;
        try (FileUse.Turn turn = use.turn(cancelled)) {
            if (!isHere(file)) {
                bring(file, download);
            }
            Files.setLastModifiedTime(use.path(), FileTime.from(clock.instant()));
            ready = true;
            return use;
        } finally {
            if (!ready) {
                use.close();
            }
        }
    }

    private boolean isHere(ModelFile file) throws IOException {
        Path path = folder.resolve(file.sha256());
        if (!Files.exists(path) || Files.size(path) != file.bytes()) {
            return false;
        }
        if (!checked.contains(file.sha256())) {
            if (!Digests.sha256(path).equals(file.sha256())) {
                LOG.atWarn().addKeyValue("sha256", file.sha256()).log("a model's file on this disk is damaged");
                return false;
            }
            checked.add(file.sha256());
        }
        return true;
    }

    private void bring(ModelFile file, Download download)
            throws IOException, InterruptedException, WorkRefusedException {
        makeRoom(file.bytes());
        Path part = folder.resolve(file.sha256() + "." + UUID.randomUUID() + ".part");
        try {
            download.into(part);
            Files.move(part, folder.resolve(file.sha256()), StandardCopyOption.ATOMIC_MOVE);
            checked.add(file.sha256());
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Deletes what was not used for longest, as much as must be. */
    private synchronized void makeRoom(long bytes) throws IOException {
        long excess = bytes - budgetBytes;
        List<Kept> kept = new ArrayList<>();
        for (Path file : list(WHOLE)) {
            try {
                kept.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
                excess += kept.getLast().bytes();
            } catch (NoSuchFileException e) {
                // Another process made room, too.
            }
        }
        kept.sort(Comparator.comparing(Kept::usedAt));
        for (Kept candidate : kept) {
            if (excess > 0 && FileUse.ifUnused(candidate.path(), () -> Files.deleteIfExists(candidate.path()))) {
                excess -= candidate.bytes();
                metrics.evicted();
                LOG.atInfo()
                        .addKeyValue("sha256", candidate.path().getFileName())
                        .log("a model's file made room");
            }
        }
    }

    private record Kept(Path path, long bytes, FileTime usedAt) {}

    private Path whole(Path part) {
        return folder.resolve(part.getFileName().toString().substring(0, SHA256_CHARS));
    }

    private List<Path> list(Pattern names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> names.matcher(file.getFileName().toString()).matches())
                    .toList();
        }
    }
}
