package io.melolog.ingest.model;

/**
 * Limits of models.
 *
 * @param maxBytes of a model's files together, 1 or more
 */
public record ModelProperties(long maxBytes) {
    public ModelProperties {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("melolog.models.max-bytes must be 1 or more, not " + maxBytes);
        }
    }
}
