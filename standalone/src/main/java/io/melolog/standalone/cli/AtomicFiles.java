package io.melolog.standalone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Files that appear whole or not at all. */
final class AtomicFiles {
    private AtomicFiles() {}

    /**
     * Writes what {@code in} holds.
     *
     * @param sha256 what its digest must be, in hexadecimal
     * @throws IOException when it is not, or cannot be written: {@code target} is as it was before
     */
    static void write(Path target, InputStream in, String sha256) throws IOException {
        MessageDigest digest = sha256();
        Path temporary = temporaryBeside(target);
        try {
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(temporary), digest)) {
                in.transferTo(out);
            }
            String actual = HexFormat.of().formatHex(digest.digest());
            if (!actual.equalsIgnoreCase(sha256)) {
                throw new IOException(
                        target.getFileName() + " arrived damaged: its SHA-256 is " + actual + ", not " + sha256);
            }
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static void write(Path target, byte[] content) throws IOException {
        Path temporary = temporaryBeside(target);
        try {
            Files.write(temporary, content);
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Not {@code createTempFile}, whose files nobody but the owner may read. */
    private static Path temporaryBeside(Path target) {
        return target.resolveSibling(".melolog-" + UUID.randomUUID() + ".part");
    }

    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
