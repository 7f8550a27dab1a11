package io.melolog.ingest.storage;

import io.melolog.ingest.problem.ProblemException;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.UploadPartArgs;
import io.minio.messages.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One object stored part by part. What fails midway is aborted, so that no parts stay behind. Used once, by one thread. */
final class PartwiseUpload {
    /** The least that S3 takes for any part but the last. */
    static final int PART_BYTES = 5 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(PartwiseUpload.class);

    private final MinioAsyncClient client;
    private final String bucket;
    private final String key;
    private final String mediaType;

    PartwiseUpload(MinioAsyncClient client, String bucket, String key, String mediaType) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.mediaType = mediaType;
    }

    void store(InputStream content) throws IOException {
        byte[] first = content.readNBytes(PART_BYTES);
        if (first.length < PART_BYTES) {
            putWhole(first);
            return;
        }
        String uploadId = begin();
        try {
            complete(uploadId, storeParts(uploadId, first, content));
        } catch (IOException | RuntimeException e) {
            abort(uploadId);
            throw e;
        }
    }

    private void putWhole(byte[] content) {
        StorageCalls.await(() -> client.putObject(PutObjectArgs.builder()
                .bucket(bucket)
                .object(key)
                .data(content, content.length)
                .contentType(mediaType)
                .build()));
    }

    private String begin() {
        return StorageCalls.await(() -> client.createMultipartUpload(CreateMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .headers(new Http.Headers("Content-Type", mediaType))
                        .build()))
                .result()
                .uploadId();
    }

    private List<Part> storeParts(String uploadId, byte[] buffer, InputStream content) throws IOException {
        List<Part> parts = new ArrayList<>();
        int length = buffer.length;
        while (length > 0) {
            parts.add(storePart(uploadId, parts.size() + 1, buffer, length));
            length = content.readNBytes(buffer, 0, buffer.length);
        }
        return parts;
    }

    private Part storePart(String uploadId, int number, byte[] buffer, int length) {
        return StorageCalls.await(() -> client.uploadPart(UploadPartArgs.builder()
                        .bucket(bucket)
                        .object(key)
                        .uploadId(uploadId)
                        .partNumber(number)
                        .data(buffer, length)
                        .build()))
                .part();
    }

    private void complete(String uploadId, List<Part> parts) {
        StorageCalls.await(() -> client.completeMultipartUpload(CompleteMultipartUploadArgs.builder()
                .bucket(bucket)
                .object(key)
                .uploadId(uploadId)
                .parts(parts.toArray(Part[]::new))
                .build()));
    }

    private void abort(String uploadId) {
        try {
            StorageCalls.await(() -> client.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .uploadId(uploadId)
                    .build()));
        } catch (ProblemException e) {
            LOG.atWarn().addKeyValue("key", key).setCause(e).log("parts of an aborted upload stay in the storage");
        }
    }
}
