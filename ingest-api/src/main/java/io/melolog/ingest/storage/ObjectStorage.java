package io.melolog.ingest.storage;

import io.melolog.ingest.problem.ProblemException;
import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The bucket. Every method throws {@link ProblemException} {@code storage_unavailable} when the storage does not answer. Thread-safe.
 *
 * <p>The synchronous minio client is not used: it reads an upload's stream on the common pool, where a few slow clients would hold up
 * everything else.
 */
public final class ObjectStorage implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_REQUESTS = 32;

    private final MinioAsyncClient client;
    private final MinioAsyncClient publicClient;
    private final String bucket;

    public ObjectStorage(StorageProperties properties) {
        OkHttpClient http = http(properties.endpoint());
        this.client = client(properties, properties.endpoint(), http);
        this.publicClient = client(properties, properties.publicEndpoint(), http);
        this.bucket = properties.bucket();
    }

    /** Minio's own client takes seconds to make, most of them for certificates; without TLS none are read. */
    private static OkHttpClient http(URI endpoint) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequestsPerHost(MAX_REQUESTS);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .socketFactory(new PromptSockets())
                .dispatcher(dispatcher)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(TRANSFER_TIMEOUT)
                .writeTimeout(TRANSFER_TIMEOUT);
        if ("http".equals(endpoint.getScheme())) {
            builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
        }
        return builder.build();
    }

    private static MinioAsyncClient client(StorageProperties properties, URI endpoint, OkHttpClient http) {
        return MinioAsyncClient.builder()
                .endpoint(endpoint.toString())
                .region(properties.region())
                .credentials(properties.accessKey(), properties.secretKey())
                .httpClient(http, true)
                .build();
    }

    /** Creates the bucket where it is missing. */
    public void ensureBucket() {
        if (!bucketExists()) {
            StorageCalls.await(() ->
                    client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
        }
    }

    public boolean bucketExists() {
        return StorageCalls.await(() ->
                client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
    }

    /**
     * Stores a stream of unknown length in parts of 5 MiB, one part in memory at a time. Reads on the calling thread. When it throws, nothing
     * is stored.
     *
     * @throws IOException when {@code content} cannot be read
     */
    public void put(String key, InputStream content, String mediaType) throws IOException {
        new PartwiseUpload(client, bucket, key, mediaType).store(content);
    }

    /** Stores a small object. */
    public void put(String key, byte[] content, String mediaType) {
        StorageCalls.await(() -> client.putObject(PutObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .data(content, content.length)
                .contentType(mediaType)
                .build()));
    }

    /** Stores a small object unless one is there; returns whether it was stored. Of several callers at once one succeeds. */
    public boolean putIfAbsent(String key, byte[] content, String mediaType) {
        return StorageCalls.awaitUnlessPresent(() -> client.putObject(PutObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .data(content, content.length)
                .contentType(mediaType)
                .extraHeaders(Map.of("If-None-Match", "*"))
                .build()));
    }

    /** When the object was last written; empty when it is not there. */
    public Optional<Instant> lastModified(String key) {
        StatObjectArgs args =
                StatObjectArgs.builder().bucket(bucket).object(key).build();
        return StorageCalls.awaitIfPresent(() -> client.statObject(args))
                .map(stat -> stat.lastModified().toInstant());
    }

    /** How many bytes the object has; empty when it is not there. */
    public OptionalLong size(String key) {
        StatObjectArgs args =
                StatObjectArgs.builder().bucket(bucket).object(key).build();
        return StorageCalls.awaitIfPresent(() -> client.statObject(args))
                .map(stat -> OptionalLong.of(stat.size()))
                .orElseGet(OptionalLong::empty);
    }

    /** The storage copies; the bytes do not pass through here. */
    public void copy(String fromKey, String toKey) {
        SourceObject source =
                SourceObject.builder().bucket(bucket).object(fromKey).build();
        CopyObjectArgs args = CopyObjectArgs.builder()
                .bucket(bucket)
                .object(toKey)
                .source(source)
                .build();
        StorageCalls.await(() -> client.copyObject(args));
    }

    /** Deletes the object if it is there. */
    public void delete(String key) {
        StorageCalls.await(() -> client.removeObject(
                RemoveObjectArgs.builder().bucket(bucket).object(key).build()));
    }

    /** Reads an object of at most {@code maxBytes}; empty when it is not there. */
    public Optional<byte[]> read(String key, int maxBytes) {
        GetObjectArgs args = GetObjectArgs.builder().bucket(bucket).object(key).build();
        return StorageCalls.awaitIfPresent(() -> client.getObject(args)).map(stream -> {
            try (stream) {
                return stream.readNBytes(maxBytes);
            } catch (IOException e) {
                throw StorageCalls.unavailable(e);
            }
        });
    }

    /** Keys under a prefix that were last written before {@code limit}. */
    public List<String> keysOlderThan(String prefix, Instant limit) {
        List<String> keys = new ArrayList<>();
        ListObjectsArgs args = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .build();
        try {
            for (Result<Item> result : client.listObjects(args)) {
                Item item = result.get();
                if (!item.isDir() && item.lastModified().toInstant().isBefore(limit)) {
                    keys.add(item.objectName());
                }
            }
        } catch (MinioException e) {
            throw StorageCalls.unavailable(e);
        }
        return keys;
    }

    /** What a presigned URL is good for; the signature holds for no other method. */
    public enum Access {
        GET(Http.Method.GET),
        HEAD(Http.Method.HEAD);

        private final Http.Method method;

        Access(Http.Method method) {
            this.method = method;
        }
    }

    /** A URL on the public endpoint with which anyone may read the object, served as that type and as a download under that name. */
    public String presign(Access access, String key, String mediaType, String contentDisposition, Duration lifetime) {
        Map<String, String> overrides =
                Map.of("response-content-type", mediaType, "response-content-disposition", contentDisposition);
        try {
            return publicClient.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                    .method(access.method)
                    .bucket(bucket)
                    .object(key)
                    .expiry((int) lifetime.toSeconds(), TimeUnit.SECONDS)
                    .extraQueryParams(overrides)
                    .build());
        } catch (MinioException e) {
            throw StorageCalls.unavailable(e);
        }
    }

    @Override
    public void close() {
        client.close();
        publicClient.close();
    }
}
