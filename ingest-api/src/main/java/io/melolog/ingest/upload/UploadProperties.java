package io.melolog.ingest.upload;

import java.time.Duration;

/**
 * Limits of uploads.
 *
 * @param maxBytes of one file, 1 or more
 * @param maxConcurrent uploads that are received at a time, 1 or more; each needs about 6 MB of memory
 * @param maxWait how long one more waits for its turn before it is sent away
 */
public record UploadProperties(long maxBytes, int maxConcurrent, Duration maxWait) {
    public UploadProperties {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("melolog.upload.max-bytes must be 1 or more, not " + maxBytes);
        }
        if (maxConcurrent < 1) {
            throw new IllegalArgumentException("melolog.upload.max-concurrent must be 1 or more, not " + maxConcurrent);
        }
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("melolog.upload.max-wait must not be negative, not " + maxWait);
        }
    }
}
