package io.melolog.standalone.server;

import java.nio.file.Path;
import java.util.Locale;

/**
 * How the services are served.
 *
 * @param dataDir everything that is kept
 * @param httpPort of the API; 0 means any free one
 * @param kafkaPort of the broker; 0 means any free one, another at each start
 * @param storagePort of the S3 server; 0 means the one that the data folder had last, or any free one
 * @param httpAddress where the API listens; broker and storage are for this machine only
 */
public record ServerSettings(Path dataDir, int httpPort, int kafkaPort, int storagePort, String httpAddress) {
    /** What only this machine reaches. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int MAX_PORT = 65_535;

    public ServerSettings {
        requirePort("--port", httpPort);
        requirePort("melolog.standalone.kafka-port", kafkaPort);
        requirePort("melolog.standalone.s3-port", storagePort);
    }

    /** For this machine only. */
    public ServerSettings(Path dataDir, int httpPort, int kafkaPort, int storagePort) {
        this(dataDir, httpPort, kafkaPort, storagePort, LOOPBACK);
    }

    /** The same elsewhere. */
    public ServerSettings at(String otherHttpAddress) {
        return new ServerSettings(dataDir, httpPort, kafkaPort, storagePort, otherHttpAddress);
    }

    /** Whether callers need a key, as {@code melolog.auth.mode} says. */
    boolean asksForKeys() {
        return setting("melolog.auth.mode").equalsIgnoreCase("keys");
    }

    /** Whether an admin key was set; else the data folder has one. */
    boolean hasAdminKey() {
        return !setting("melolog.admin-key").isBlank();
    }

    /** With the ports of broker and storage as the environment says: {@code MELOLOG_STANDALONE_KAFKA_PORT}, {@code MELOLOG_STANDALONE_S3_PORT}. */
    public static ServerSettings of(Path dataDir, int httpPort) {
        return new ServerSettings(
                dataDir, httpPort, portOf("melolog.standalone.kafka-port"), portOf("melolog.standalone.s3-port"));
    }

    private static int portOf(String property) {
        String text = setting(property);
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(property + " is not a port: " + text, e);
        }
    }

    /** As a system property, else as an environment variable; empty when it is neither. */
    private static String setting(String property) {
        String variable = property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        return System.getProperty(property, System.getenv().getOrDefault(variable, ""))
                .strip();
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(name + " must be a port, 0 to 65535: " + port);
        }
    }
}
