package io.melolog.worker.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/** SHA-256 of files, computed while they are copied. */
public final class Digests {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Digests() {}

    /** What arrived. */
    record Copied(long bytes, String sha256) {}

    /** The SHA-256 that is the last part of the keys of originals and artifacts. */
    static Optional<String> ofKey(String key) {
        String last = key.substring(key.lastIndexOf('/') + 1);
        return SHA256.matcher(last).matches() ? Optional.of(last) : Optional.empty();
    }

    /** 64 lower-case hexadecimal digits. */
    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return copy(in, OutputStream.nullOutputStream(), Long.MAX_VALUE, bytes -> {})
                    .sha256();
        }
    }

    /** Writes a file anew. Faults of the file come as {@link StorageCalls.LocalFileException}. */
    static Copied copy(InputStream from, Path to) throws IOException {
        return copy(from, to, Long.MAX_VALUE, bytes -> {});
    }

    /**
     * Likewise, and stops where there is more than is wanted.
     *
     * @param mostBytes nothing is read once there are more
     * @param progress told the bytes so far
     */
    static Copied copy(InputStream from, Path to, long mostBytes, LongConsumer progress) throws IOException {
        try (OutputStream out = openLocal(to)) {
            return copy(from, out, mostBytes, progress);
        }
    }

    /** Damaged on the way: fetched again. */
    static void check(Copied copied, long announcedBytes, Optional<String> sha256) throws IOException {
        boolean whole = announcedBytes < 0 || announcedBytes == copied.bytes();
        if (!whole
                || sha256.filter(expected -> !expected.equals(copied.sha256())).isPresent()) {
            throw new IOException("the object arrived damaged");
        }
    }

    private static OutputStream openLocal(Path to) throws IOException {
        try {
            return Files.newOutputStream(to);
        } catch (IOException e) {
            throw new StorageCalls.LocalFileException(e);
        }
    }

    private static Copied copy(InputStream from, OutputStream to, long mostBytes, LongConsumer progress)
            throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int got = from.read(buffer); got >= 0 && bytes <= mostBytes; got = from.read(buffer)) {
            digest.update(buffer, 0, got);
            bytes += got;
            writeLocal(to, buffer, got);
            progress.accept(bytes);
        }
        return new Copied(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static void writeLocal(OutputStream to, byte[] buffer, int count) throws IOException {
        try {
            to.write(buffer, 0, count);
        } catch (IOException e) {
            throw new StorageCalls.LocalFileException(e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
