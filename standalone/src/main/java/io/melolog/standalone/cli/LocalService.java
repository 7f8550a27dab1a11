package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import io.melolog.standalone.server.DataFolder;
import io.melolog.standalone.server.MelologServer;
import io.melolog.standalone.server.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service on a data folder: the one that another process runs, else one in this process, on a free port. When the other process ends while we
 * wait for a job, this one takes over: the job goes on.
 */
final class LocalService implements ApiAddress {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Path dataDir;
    private volatile @Nullable MelologServer own;
    private URI address;

    private LocalService(Path dataDir, URI address) {
        this.dataDir = dataDir;
        this.address = address;
    }

    static LocalService connect(Path dataDir) throws CannotServeException, InterruptedException {
        LocalService service = new LocalService(dataDir, URI.create("http://127.0.0.1"));
        service.afterFailure();
        return service;
    }

    /** The address of the service that another process runs on the folder, if one does. */
    static Optional<URI> running(Path dataDir) throws CannotServeException {
        if (!Files.isDirectory(dataDir)) {
            return Optional.empty();
        }
        Optional<DataFolder> free = DataFolder.open(dataDir);
        if (free.isPresent()) {
            closeQuietly(free.get());
            return Optional.empty();
        }
        return DataFolder.address(dataDir);
    }

    @Override
    public synchronized URI current() {
        return address;
    }

    @Override
    public synchronized URI afterFailure() throws CannotServeException, InterruptedException {
        if (own != null) {
            return address;
        }
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadlineNanos) {
            Optional<DataFolder> folder = DataFolder.open(dataDir);
            if (folder.isPresent()) {
                return startOwn(folder.get());
            }
            Optional<URI> other = DataFolder.address(dataDir);
            if (other.isPresent()) {
                address = other.get();
                return address;
            }
            Thread.sleep(PAUSE);
        }
        throw new CannotServeException(
                "the data folder " + dataDir.toAbsolutePath().normalize()
                        + " is in use by another melolog that does not answer. Stop that one, or choose another folder with --data.");
    }

    @Override
    public String fateOfRunningJobs() {
        return "they are kept in " + dataDir.toAbsolutePath().normalize()
                + " and go on when melolog starts there again";
    }

    /** Safe from a shutdown hook while another thread starts the service: that thread then never gets to use it. */
    @Override
    public void close() {
        MelologServer server = own;
        if (server != null) {
            server.close();
        }
    }

    private URI startOwn(DataFolder folder) throws CannotServeException {
        QuietLogging.install(folder.path());
        MelologServer server = MelologServer.start(folder, ServerSettings.of(folder.path(), 0));
        own = server;
        address = server.address();
        return address;
    }

    private static void closeQuietly(DataFolder folder) throws CannotServeException {
        try {
            folder.close();
        } catch (IOException e) {
            throw new CannotServeException("the data folder cannot be released: " + e.getMessage(), e);
        }
    }
}
