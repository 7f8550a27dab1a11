package io.melolog.standalone.server;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Everything that melolog keeps, in one folder, held by one process at a time.
 *
 * <pre>
 * kafka/           the broker's records: the history that everything else can be rebuilt from
 * s3/              uploads and artifacts
 * s3.properties    the account of the S3 server, for the owner only
 * admin.key        opens the API to the command line where it asks for keys, for the owner only
 * state/           what the services derive from the records
 * logs/            melolog.log
 * melolog.lock     locked by the process that holds the folder
 * server.url       where that process answers, while it does
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "melolog.lock";
    private static final String ADDRESS = "server.url";

    private final Path dir;
    private final FileChannel channel;
    private final FileLock lock;
    private boolean closed;

    private DataFolder(Path dir, FileChannel channel, FileLock lock) {
        this.dir = dir;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder for this process, making it if need be.
     *
     * @return empty when another process holds it
     * @throws CannotServeException when it cannot be made or written
     */
    public static Optional<DataFolder> open(Path path) throws CannotServeException {
        Path dir = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(dir);
            FileChannel channel =
                    FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Optional<FileLock> lock = tryLock(channel);
            if (lock.isEmpty()) {
                channel.close();
                return Optional.empty();
            }
            Files.deleteIfExists(dir.resolve(ADDRESS));
            return Optional.of(new DataFolder(dir, channel, lock.get()));
        } catch (IOException e) {
            throw new CannotServeException(
                    "the data folder " + dir + " cannot be written: " + reason(e) + ". Choose another with --data.", e);
        }
    }

    /** Where the process that holds the folder answers; empty when none does, or not yet. */
    public static Optional<URI> address(Path dir) {
        try {
            return Optional.of(URI.create(Files.readString(dir.resolve(ADDRESS)).strip()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Lets other processes know where this one answers. */
    public void announce(URI address) throws IOException {
        Path temporary = dir.resolve(ADDRESS + ".tmp");
        Files.writeString(temporary, address + "\n");
        Files.move(
                temporary, dir.resolve(ADDRESS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public Path path() {
        return dir;
    }

    public Path kafka() {
        return dir.resolve("kafka");
    }

    public Path objects() {
        return dir.resolve("s3");
    }

    public Path storageAccount() {
        return dir.resolve("s3.properties");
    }

    public Path state() {
        return dir.resolve("state");
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            Files.deleteIfExists(dir.resolve(ADDRESS));
            lock.release();
            channel.close();
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // held by this very process
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException exists -> "it is a file";
            case NoSuchFileException missing -> "it cannot be made there";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
