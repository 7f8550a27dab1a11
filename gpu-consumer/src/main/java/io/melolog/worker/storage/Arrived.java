package io.melolog.worker.storage;

/**
 * What came from the storage.
 *
 * @param sha256 of the bytes, 64 lower-case hexadecimal digits
 */
public record Arrived(long bytes, String sha256) {}
