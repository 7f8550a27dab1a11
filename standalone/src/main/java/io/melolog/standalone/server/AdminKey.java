package io.melolog.standalone.server;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The key by which the command line may do everything on a data folder whose server asks for keys: made once, readable by the folder's owner only.
 * Whoever may read the folder has everything in it anyway.
 */
public final class AdminKey {
    private static final int BYTES = 32;

    private AdminKey() {}

    /** The key of a data folder; empty where none was made, or where we may not read it. */
    public static Optional<String> find(Path dataDir) {
        try {
            return Optional.of(Files.readString(file(dataDir)).strip()).filter(key -> !key.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The key of a data folder, made if need be. */
    static String ensure(Path dataDir) throws IOException {
        Optional<String> known = find(dataDir);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        String key = HexFormat.of().formatHex(secret);
        write(file(dataDir), key);
        return key;
    }

    private static void write(Path file, String key) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(temporary);
        }
        Files.writeString(temporary, key + "\n");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path file(Path dataDir) {
        return dataDir.resolve("admin.key");
    }
}
