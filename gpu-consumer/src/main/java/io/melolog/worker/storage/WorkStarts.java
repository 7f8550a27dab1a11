package io.melolog.worker.storage;

import io.melolog.schemas.storage.ObjectKeys;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who began a request and never came to an end: a worker leaves a mark before it computes and takes it away afterwards, whatever the outcome, so that
 * the marks that are left are those of processes that died.
 *
 * <p>The broker's own count of deliveries does not tell that. A process that dies leaves fetches behind, one per idle member of the group, and each
 * may take the record along into a closed connection: one death was seen to cost three deliveries. Thread-safe.
 */
public final class WorkStarts {
    private static final Logger LOG = LoggerFactory.getLogger(WorkStarts.class);
    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(200), Duration.ofSeconds(1));

    private final MinioClient client;
    private final String bucket;
    private final StorageCalls calls = new StorageCalls(PAUSES);

    public WorkStarts(MinioClient client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** How many deliveries of the request were begun and not ended. */
    public int unfinished(String workId, String requestId) throws IOException, InterruptedException {
        String prefix = ObjectKeys.workStarts(workId, requestId);
        return calls.call(prefix, () -> {
            int count = 0;
            for (var item : client.listObjects(ListObjectsArgs.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .recursive(true)
                    .build())) {
                item.get();
                count++;
            }
            return count;
        });
    }

    /** Says that this delivery is begun. */
    public void begin(String workId, String requestId, int delivery) throws IOException, InterruptedException {
        String key = key(workId, requestId, delivery);
        calls.call(
                key,
                () -> client.putObject(PutObjectArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .data(new byte[] {1}, 1)
                        .build()));
    }

    /** Says that it came to an end. A mark that cannot be taken away is left: it counts only if the request is delivered again. */
    public void end(String workId, String requestId, int delivery) {
        String key = key(workId, requestId, delivery);
        try {
            calls.call(key, () -> {
                client.removeObject(
                        RemoveObjectArgs.builder().bucket(bucket).object(key).build());
                return key;
            });
        } catch (IOException e) {
            LOG.atInfo()
                    .setMessage("mark of begun work not removed")
                    .addKeyValue("workId", workId)
                    .log();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String key(String workId, String requestId, int delivery) {
        return ObjectKeys.workStarts(workId, requestId) + delivery;
    }
}
