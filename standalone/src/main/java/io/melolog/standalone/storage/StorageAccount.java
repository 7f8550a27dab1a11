package io.melolog.standalone.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * How a data folder's S3 server is reached: made up once and kept in the folder, readable by its owner only, so that presigned URLs outlive a
 * restart.
 *
 * @param port on 127.0.0.1; 0 while none was chosen
 */
public record StorageAccount(String accessKey, String secretKey, int port) {
    private static final String ACCESS_KEY = "accessKey";
    private static final String SECRET_KEY = "secretKey";
    private static final String PORT = "port";
    private static final int ACCESS_KEY_BYTES = 10;
    private static final int SECRET_KEY_BYTES = 20;

    /** The account in {@code file}, or a new one. */
    public static StorageAccount load(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            return new StorageAccount(randomHex(random, ACCESS_KEY_BYTES), randomHex(random, SECRET_KEY_BYTES), 0);
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        String accessKey = properties.getProperty(ACCESS_KEY);
        String secretKey = properties.getProperty(SECRET_KEY);
        if (accessKey == null || secretKey == null) {
            throw new IOException(file + " is damaged: delete it, and it is made anew");
        }
        return new StorageAccount(accessKey, secretKey, port(properties));
    }

    /** Writes {@code file}, whole or not at all. */
    public void save(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(ACCESS_KEY, accessKey);
        properties.setProperty(SECRET_KEY, secretKey);
        properties.setProperty(PORT, Integer.toString(port));
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        createForOwnerOnly(temporary);
        try (OutputStream out = Files.newOutputStream(temporary)) {
            properties.store(out, "The S3 server of this data folder. Keep it to yourself.");
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    StorageAccount withPort(int newPort) {
        return new StorageAccount(accessKey, secretKey, newPort);
    }

    @Override
    public String toString() {
        return "StorageAccount[port=" + port + "]";
    }

    private static int port(Properties properties) {
        try {
            return Integer.parseInt(properties.getProperty(PORT, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void createForOwnerOnly(Path file) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private static String randomHex(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}
