package io.melolog.worker.storage;

import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.WorkCompleted;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Inputs, artifacts and results in the bucket. Nothing is ever overwritten with something else: artifacts lie under their own SHA-256, a result is
 * written only where there is none. Every method throws {@link StorageUnavailableException} when the storage does not answer after some
 * repetitions, and {@link InterruptedException} when interrupted. Thread-safe.
 */
public final class WorkStorage {
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(3));
    /** When the whole system starts, the storage may be up a minute later than the worker. */
    private static final List<Duration> START_PAUSES = Collections.nCopies(60, Duration.ofSeconds(1));

    private static final int MAX_RESULT_BYTES = 1 << 20;

    private final MinioClient client;
    private final String bucket;
    private final StorageCalls calls = new StorageCalls(PAUSES);
    private final WorkStarts starts;

    public WorkStorage(MinioClient client, String bucket) {
        this.client = client;
        this.bucket = bucket;
        this.starts = new WorkStarts(client, bucket);
    }

    /** The marks of work that was begun. */
    public WorkStarts starts() {
        return starts;
    }

    /** Makes the bucket unless it is there. Waits a minute for a storage that is still starting. */
    public void ensureBucket() throws IOException, InterruptedException {
        new StorageCalls(START_PAUSES).call(bucket, () -> {
            if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
            }
            return bucket;
        });
    }

    /**
     * Streams an input into a new file and checks its length, and its SHA-256 where the key carries one.
     *
     * @throws ObjectMissingException when it is not stored
     */
    public void fetch(InputObject input, Path target) throws IOException, InterruptedException {
        calls.call(input.key(), () -> {
            try (var body = client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object(input.key()).build())) {
                long announced = Optional.ofNullable(body.headers().get("Content-Length"))
                        .map(Long::parseLong)
                        .orElse(-1L);
                Digests.Copied copied = Digests.copy(body, target);
                Digests.check(copied, announced, Digests.ofKey(input.key()));
                return copied;
            }
        });
    }

    /**
     * Streams an object into a file, and leaves it to the caller to compare it with what it should be.
     *
     * @param mostBytes the rest of a larger object is not read
     * @param progress told the bytes so far; starts again when the storage had to be asked again
     * @throws ObjectMissingException when it is not stored
     */
    public Arrived fetch(String key, Path target, long mostBytes, LongConsumer progress)
            throws IOException, InterruptedException {
        return calls.call(key, () -> {
            try (var body = client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object(key).build())) {
                Digests.Copied copied = Digests.copy(body, target, mostBytes, progress);
                String announced = body.headers().get("Content-Length");
                if (announced != null && copied.bytes() < Math.min(mostBytes, Long.parseLong(announced))) {
                    throw new IOException("the object broke off");
                }
                return new Arrived(copied.bytes(), copied.sha256());
            }
        });
    }

    /**
     * The result of work that was finished before, if it and all of its artifacts are stored.
     */
    public Optional<WorkCompleted> finished(String workId) throws IOException, InterruptedException {
        String key = ObjectKeys.workResult(workId);
        try {
            byte[] json = calls.call(key, () -> {
                try (var body = client.getObject(
                        GetObjectArgs.builder().bucket(bucket).object(key).build())) {
                    return body.readNBytes(MAX_RESULT_BYTES);
                }
            });
            WorkCompleted result = EventJson.read(json, WorkCompleted.class);
            return workId.equals(result.workId()) && allStored(result.artifacts())
                    ? Optional.of(result)
                    : Optional.empty();
        } catch (ObjectMissingException | EventFormatException e) {
            return Optional.empty();
        }
    }

    /** Stores a file under its digest unless it is there. */
    public Artifact storeArtifact(String workId, String name, String mediaType, Path file)
            throws IOException, InterruptedException {
        String sha256 = Digests.sha256(file);
        long bytes = Files.size(file);
        Artifact artifact = new Artifact(name, mediaType, bytes, sha256, ObjectKeys.artifact(workId, sha256));
        if (!isStored(artifact)) {
            calls.call(
                    artifact.key(),
                    () -> client.uploadObject(UploadObjectArgs.builder()
                            .bucket(bucket)
                            .object(artifact.key())
                            .contentType(mediaType)
                            .filename(file.toString())
                            .build()));
        }
        return artifact;
    }

    /**
     * Stores the result once its artifacts are: whoever comes second takes the first one's.
     *
     * @return what is stored now
     */
    public WorkCompleted storeResult(WorkCompleted result) throws IOException, InterruptedException {
        try {
            putResult(result, Map.of("If-None-Match", "*"));
            return result;
        } catch (StorageCalls.AlreadyThereException e) {
            Optional<WorkCompleted> earlier = finished(result.workId());
            if (earlier.isEmpty()) {
                // Its artifacts are gone or it cannot be read, so nobody can have been told of it for good.
                putResult(result, Map.of());
            }
            return earlier.orElse(result);
        }
    }

    private void putResult(WorkCompleted result, Map<String, String> conditions)
            throws IOException, InterruptedException {
        String key = ObjectKeys.workResult(result.workId());
        byte[] json = EventJson.write(result);
        calls.call(
                key,
                () -> client.putObject(PutObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .contentType("application/json")
                        .extraHeaders(conditions)
                        .data(json, json.length)
                        .build()));
    }

    private boolean allStored(List<Artifact> artifacts) throws IOException, InterruptedException {
        for (Artifact artifact : artifacts) {
            if (!isStored(artifact)) {
                return false;
            }
        }
        return true;
    }

    private boolean isStored(Artifact artifact) throws IOException, InterruptedException {
        try {
            return calls.call(artifact.key(), () -> client.statObject(StatObjectArgs.builder()
                                    .bucket(bucket)
                                    .object(artifact.key())
                                    .build())
                            .size())
                    == artifact.bytes();
        } catch (ObjectMissingException e) {
            return false;
        }
    }
}
