package io.melolog.topology.retire;

import io.melolog.schemas.storage.ObjectsRetired;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Deletes retired objects. Idempotent; thread-safe. */
public final class ObjectStorage {
    private static final int SERVER_ERRORS = 500;
    private static final String RESULT = "result.json";
    private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchObject", "NoSuchBucket");

    private final MinioClient client;
    private final String bucket;
    private final Duration originalAge;

    /** @param originalAge an original that was written or refreshed within this time has been used again, and stays */
    public ObjectStorage(MinioClient client, String bucket, Duration originalAge) {
        this.client = client;
        this.bucket = bucket;
        this.originalAge = originalAge;
    }

    /** @throws StorageException when the storage refuses or does not answer; the same call may be made again */
    void delete(ObjectsRetired retired, Instant now) throws StorageException {
        try {
            switch (retired.kind()) {
                case ORIGINAL -> unlessAbsent(() -> deleteOriginal(retired.objects(), now));
                case WORK -> {
                    // First, so that no worker takes what is half gone for a finished result.
                    unlessAbsent(() -> remove(retired.objects() + RESULT));
                    unlessAbsent(() -> deletePrefix(retired.objects()));
                }
                case JOB -> unlessAbsent(() -> deletePrefix(retired.objects()));
            }
        } catch (ErrorResponseException e) {
            throw new StorageException(e.response().code() < SERVER_ERRORS, e);
        } catch (MinioException e) {
            throw new StorageException(false, e);
        } catch (IllegalStateException e) {
            // The client's way to say that it could not connect.
            if (e.getCause() instanceof IOException) {
                throw new StorageException(false, e);
            }
            throw e;
        }
    }

    private void deleteOriginal(String key, Instant now) throws MinioException {
        Instant modified = client.statObject(
                        StatObjectArgs.builder().bucket(bucket).object(key).build())
                .lastModified()
                .toInstant();
        if (modified.isBefore(now.minus(originalAge))) {
            remove(key);
        }
    }

    private void deletePrefix(String prefix) throws MinioException {
        Iterable<Result<Item>> items = client.listObjects(ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .build());
        for (Result<Item> item : items) {
            String key = item.get().objectName();
            unlessAbsent(() -> remove(key));
        }
    }

    private interface Deletion {
        void run() throws MinioException;
    }

    private static void unlessAbsent(Deletion deletion) throws MinioException {
        try {
            deletion.run();
        } catch (ErrorResponseException e) {
            if (!ABSENT.contains(e.errorResponse().code())) {
                throw e;
            }
        }
    }

    private void remove(String key) throws MinioException {
        client.removeObject(
                RemoveObjectArgs.builder().bucket(bucket).object(key).build());
    }
}
