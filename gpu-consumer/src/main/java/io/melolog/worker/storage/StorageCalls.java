package io.melolog.worker.storage;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a call to the storage while it does not answer, and turns what the client throws into what the worker understands. Thread-safe.
 */
final class StorageCalls {
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private final List<Duration> pauses;

    /** @param pauses before each repetition: one call more than there are pauses */
    StorageCalls(List<Duration> pauses) {
        this.pauses = List.copyOf(pauses);
    }

    /** One request to the storage. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws MinioException, IOException;
    }

    /** The object is there already: a conditional write was refused. */
    static final class AlreadyThereException extends IOException {
        private static final long serialVersionUID = 1L;

        AlreadyThereException(String key) {
            super("there is an object " + key);
        }
    }

    /**
     * @throws ObjectMissingException when the storage says so
     * @throws AlreadyThereException when a condition did not hold
     * @throws StorageUnavailableException when no repetition was answered
     * @throws InterruptedException when the thread was interrupted meanwhile
     */
    <T> T call(String key, Call<T> call) throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return call.run();
            } catch (ErrorResponseException e) {
                throwIfAnswered(key, e);
                pauseOrGiveUp(attempt, e);
            } catch (MinioException | IOException | RuntimeException e) {
                // The client wraps some refused connections in an IllegalStateException.
                throwIfLocal(e);
                pauseOrGiveUp(attempt, e);
            }
        }
    }

    private static void throwIfAnswered(String key, ErrorResponseException e) throws IOException {
        int status = e.response().code();
        if (status == NOT_FOUND) {
            throw new ObjectMissingException(key);
        }
        if (status == PRECONDITION_FAILED) {
            throw new AlreadyThereException(key);
        }
    }

    /** An interrupt, or a fault of this machine's files, is no fault of the storage. */
    private static void throwIfLocal(Exception e) throws IOException, InterruptedException {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException))
                    || Thread.currentThread().isInterrupted()) {
                Thread.interrupted();
                throw new InterruptedException("interrupted while waiting for the storage");
            }
            if (cause instanceof LocalFileException local) {
                throw local.fault();
            }
        }
    }

    private void pauseOrGiveUp(int attempt, Exception e) throws StorageUnavailableException, InterruptedException {
        if (attempt >= pauses.size()) {
            throw new StorageUnavailableException("The object storage did not answer; it is tried again later.", e);
        }
        Thread.sleep(pauses.get(attempt));
    }

    /** Carries a fault of a local file past the storage's own. */
    static final class LocalFileException extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException fault;

        LocalFileException(IOException fault) {
            super(fault);
            this.fault = fault;
        }

        IOException fault() {
            return fault;
        }
    }
}
