package io.melolog.ingest.storage;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers of the storage and tells "it is not there" from "it does not answer". */
final class StorageCalls {
    private static final int RETRY_AFTER_SECONDS = 5;
    private static final long TIMEOUT_SECONDS = 60;
    private static final int NOT_FOUND = 404;
    /** Somebody writes the same object at this moment. */
    private static final int CONFLICT = 409;

    private static final int PRECONDITION_FAILED = 412;

    private StorageCalls() {}

    /** A call to the storage that is under way, or that could not be made. */
    @FunctionalInterface
    interface Call<T> {
        CompletableFuture<T> start() throws MinioException;
    }

    /** @throws ProblemException {@code storage_unavailable} when the call fails, whatever the reason */
    static <T> T await(Call<T> call) {
        try {
            return call.start().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (ExecutionException | MinioException | TimeoutException e) {
            throw unavailable(e);
        }
    }

    /** As {@link #await}; empty when the object is not there. */
    static <T> Optional<T> awaitIfPresent(Call<T> call) {
        try {
            return Optional.of(await(call));
        } catch (ProblemException e) {
            if (statusOf(e) == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** As {@link #await}, for a write that is refused where something is already; returns whether it was done. */
    static <T> boolean awaitUnlessPresent(Call<T> call) {
        try {
            await(call);
            return true;
        } catch (ProblemException e) {
            int status = statusOf(e);
            if (status == PRECONDITION_FAILED || status == CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    static ProblemException unavailable(Exception cause) {
        return ProblemException.passing(
                ProblemCode.STORAGE_UNAVAILABLE,
                "The object storage could not be used. Try again.",
                RETRY_AFTER_SECONDS,
                cause);
    }

    /** What the storage answered; 0 when it did not answer. */
    private static int statusOf(Throwable e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ErrorResponseException answered) {
                return answered.response().code();
            }
        }
        return 0;
    }
}
