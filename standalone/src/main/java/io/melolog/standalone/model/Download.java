package io.melolog.standalone.model;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Downloads files that are known by the beginning of their SHA-256, and goes on where an earlier try was cut off, also one of another process. What
 * arrived lies beside the file, as {@code *.part}, until all of it is there and right. Thread-safe.
 */
public final class Download {
    private final HttpClient http;
    private final Patience patience;

    /**
     * How long to insist.
     *
     * @param connect until the server takes the connection
     * @param answer until it begins to answer
     * @param stall without a byte, while it answers
     * @param attempts that may fail one after the other without bringing a byte
     * @param pause after the first of these; each later one is twice as long
     */
    public record Patience(Duration connect, Duration answer, Duration stall, int attempts, Duration pause) {
        public static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(30), 5, Duration.ofSeconds(1));
    }

    /** Told how far a download is. */
    @FunctionalInterface
    public interface Listener {
        /** @param totalBytes -1 where the server does not say */
        void arrived(long bytes, long totalBytes);
    }

    public Download(Patience patience) {
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.connect())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /**
     * Brings a file, unless it is there.
     *
     * @param digestPrefix what its SHA-256 begins with
     * @return the file with its whole digest
     * @throws DownloadException when it cannot be had, or is another one; then nothing of it stays
     */
    public FileDigest fetch(URI address, Path target, String digestPrefix, Listener listener)
            throws DownloadException, IOException, InterruptedException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        if (Files.exists(target)) {
            FileDigest there = FileDigest.of(target);
            if (there.sha256().startsWith(digestPrefix)) {
                return there;
            }
            Files.delete(target);
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel, address)) {
            PartFile file = new PartFile(part, channel);
            insist(new Transfer(http, patience, address, file, listener), file);
            verify(file, address, digestPrefix);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            file.forgetValidator();
        }
        return FileDigest.of(target);
    }

    private void insist(Transfer transfer, PartFile file) throws DownloadException, IOException, InterruptedException {
        int failures = 0;
        while (true) {
            long before = file.bytes();
            try {
                transfer.run();
                return;
            } catch (IOException e) {
                failures = file.bytes() > before ? 1 : failures + 1;
                if (failures >= patience.attempts()) {
                    throw new DownloadException(
                            transfer.address() + " cannot be downloaded: " + reason(e)
                                    + ". What arrived is kept; try again to go on.",
                            e);
                }
                Thread.sleep(patience.pause().multipliedBy(1L << (failures - 1)));
            }
        }
    }

    private static void verify(PartFile file, URI address, String digestPrefix) throws DownloadException, IOException {
        String sha256 = FileDigest.of(file.path()).sha256();
        if (!sha256.startsWith(digestPrefix)) {
            file.delete();
            throw new DownloadException(address + " is not the file that it should be: its SHA-256 is " + sha256
                    + " and not " + digestPrefix + "... It was removed, and nothing was added.");
        }
    }

    private static FileLock lock(FileChannel channel, URI address) throws DownloadException, IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            throw beingDownloaded(address, e);
        }
        throw beingDownloaded(address, null);
    }

    private static DownloadException beingDownloaded(URI address, @Nullable Exception cause) {
        String message = address + " is being downloaded by another melolog on this data folder.";
        return cause == null ? new DownloadException(message) : new DownloadException(message, cause);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
