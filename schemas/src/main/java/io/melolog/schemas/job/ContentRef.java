package io.melolog.schemas.job;

/**
 * An upload by content.
 *
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 * @param mediaType by its bytes, not by its name
 */
public record ContentRef(String sha256, long bytes, String mediaType) {}
