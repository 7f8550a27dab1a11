package io.melolog.schemas.model;

import java.util.regex.Pattern;

/**
 * One file of a model.
 *
 * @param name such as {@code 955717e8-8726e21a.th}: letters, digits, dot, dash, underscore; no folders
 * @param bytes its length
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param key of the object in the bucket
 */
public record ModelFile(String name, long bytes, String sha256, String key) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** Whether a model's file may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
