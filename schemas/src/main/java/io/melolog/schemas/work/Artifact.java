package io.melolog.schemas.work;

/**
 * A stored file of a result.
 *
 * @param name such as {@code vocals.flac}, unique within a job
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param key of the object in the bucket
 */
public record Artifact(String name, String mediaType, long bytes, String sha256, String key) {}
