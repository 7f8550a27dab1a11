package io.melolog.ingest.storage;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The object storage, any that speaks S3.
 *
 * @param endpoint as this service reaches it
 * @param publicEndpoint as clients reach it: presigned URLs are signed for it
 */
public record StorageProperties(
        URI endpoint, URI publicEndpoint, String accessKey, String secretKey, String bucket, String region) {
    public StorageProperties {
        requireHttp("melolog.s3.endpoint", endpoint);
        requireHttp("melolog.s3.public-endpoint", publicEndpoint);
        requireText("melolog.s3.access-key", accessKey);
        requireText("melolog.s3.secret-key", secretKey);
        requireText("melolog.s3.bucket", bucket);
        requireText("melolog.s3.region", region);
    }

    private static void requireHttp(String property, @Nullable URI value) {
        if (value == null
                || value.getHost() == null
                || !("http".equals(value.getScheme()) || "https".equals(value.getScheme()))) {
            throw new IllegalArgumentException(property + " must be an http or https URL, not " + value);
        }
    }

    private static void requireText(String property, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(property + " is required");
        }
    }

    @Override
    public String toString() {
        return "StorageProperties[" + endpoint + ", " + bucket + "]";
    }
}
