package io.melolog.worker.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The use of one file by one work: users share it, one at a time downloads it, and it is deleted only while nobody uses it, between threads and
 * between processes. The locks of the system belong to whole processes, and closing any channel of a file drops them all, so what the threads of
 * this process share is static, and there is one channel per file. It is of a file beside it: one byte for the download, one for the use.
 */
final class FileUse implements AutoCloseable {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final long DOWNLOAD = 0;
    private static final long USE = 1;
    private static final Map<Path, Shared> IN_USE = new HashMap<>();

    private final Path path;
    private final Shared shared;
    private boolean closed;

    private FileUse(Path path, Shared shared) {
        this.path = path;
        this.shared = shared;
    }

    /** What the users in this process share. */
    private static final class Shared {
        private final ReentrantLock turn = new ReentrantLock();
        private int users;
        private @Nullable FileChannel channel;
    }

    /** Deletes a file. */
    @FunctionalInterface
    interface Deletion {
        boolean run() throws IOException;
    }

    /**
     * Keeps a file, which need not be there yet, from being deleted.
     *
     * @throws CancellationException when {@code cancelled} says so
     */
    static FileUse begin(Path path, BooleanSupplier cancelled) throws IOException, InterruptedException {
        FileUse use;
        synchronized (IN_USE) {
            Shared shared = IN_USE.computeIfAbsent(path, unused -> new Shared());
            shared.users++;
            use = new FileUse(path, shared);
        }
        boolean begun = false;
        try {
            use.shareBetweenProcesses(cancelled);
            begun = true;
            return use;
        } finally {
            if (!begun) {
                use.close();
            }
        }
    }

    /** Runs a deletion unless somebody uses the file. @return whether it did, and something was deleted */
    static boolean ifUnused(Path path, Deletion deletion) throws IOException {
        synchronized (IN_USE) {
            if (IN_USE.containsKey(path)) {
                return false;
            }
            try (FileChannel channel = open(path);
                    FileLock lock = channel.tryLock(DOWNLOAD, USE + 1, false)) {
                return lock != null && deletion.run();
            }
        }
    }

    Path path() {
        return path;
    }

    /** Waits until nobody else downloads the file. */
    Turn turn(BooleanSupplier cancelled) throws IOException, InterruptedException {
        takeTurn(cancelled);
        boolean taken = false;
        try {
            Turn turn = new Turn(lock(channel(), DOWNLOAD, false, cancelled));
            taken = true;
            return turn;
        } finally {
            if (!taken) {
                shared.turn.unlock();
            }
        }
    }

    /** The right to download. Closed by the thread that got it. */
    final class Turn implements AutoCloseable {
        private final FileLock lock;

        private Turn(FileLock lock) {
            this.lock = lock;
        }

        @Override
        public void close() throws IOException {
            try {
                lock.release();
            } finally {
                shared.turn.unlock();
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (IN_USE) {
            if (closed) {
                return;
            }
            closed = true;
            shared.users--;
            if (shared.users == 0) {
                IN_USE.remove(path);
                if (shared.channel != null) {
                    shared.channel.close();
                }
            }
        }
    }

    private void shareBetweenProcesses(BooleanSupplier cancelled) throws IOException, InterruptedException {
        takeTurn(cancelled);
        try {
            if (shared.channel == null) {
                shared.channel = lockedForUse(cancelled);
            }
        } finally {
            shared.turn.unlock();
        }
    }

    private FileChannel lockedForUse(BooleanSupplier cancelled) throws IOException, InterruptedException {
        FileChannel channel = open(path);
        boolean locked = false;
        try {
            var unused = lock(channel, USE, true, cancelled);
            locked = true;
            return channel;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private void takeTurn(BooleanSupplier cancelled) throws InterruptedException {
        while (!shared.turn.tryLock(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            throwIf(cancelled);
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel channel = shared.channel;
        if (channel == null) {
            throw new IOException("the use of " + path.getFileName() + " is closed");
        }
        return channel;
    }

    private static FileLock lock(FileChannel channel, long at, boolean shared, BooleanSupplier cancelled)
            throws IOException, InterruptedException {
        while (true) {
            FileLock lock = channel.tryLock(at, 1, shared);
            if (lock != null) {
                return lock;
            }
            throwIf(cancelled);
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private static void throwIf(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled while another worker fetches a model");
        }
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path.resolveSibling(path.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }
}
