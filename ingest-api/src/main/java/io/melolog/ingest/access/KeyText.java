package io.melolog.ingest.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key as its owner sends it: {@code mlk_<id>_<secret>}, the id 64 and the secret 256 random bits in hexadecimal.
 *
 * <p>Only its SHA-256 is kept. A slow hash (bcrypt, Argon2) makes guessing dear where people choose what is guessed; 256 random bits are not
 * guessed, and a slow hash on every call would be a way to overload the server.
 */
record KeyText(String id, String text) {
    private static final Pattern FORM = Pattern.compile("mlk_([0-9a-f]{16})_[0-9a-f]{64}");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    static KeyText random(SecureRandom random) {
        String id = hex(random, ID_BYTES);
        return new KeyText(id, "mlk_" + id + "_" + hex(random, SECRET_BYTES));
    }

    /** Empty for what is no such key. */
    static Optional<KeyText> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new KeyText(form.group(1), text)) : Optional.empty();
    }

    String sha256() {
        return HexFormat.of().formatHex(digest(text));
    }

    static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** In a time that does not tell how much of it is right. */
    static boolean isDigestOf(String text, String sha256) {
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(digest(text)).getBytes(StandardCharsets.US_ASCII),
                sha256.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    @Override
    public String toString() {
        return "mlk_" + id + "_...";
    }
}
