package io.melolog.standalone.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, with its KRaft controller, in this process: on 127.0.0.1 only, its records in a folder that outlives it. What is
 * acknowledged is safe from a killed process; it is not synced to disk, so a power cut may lose the last of it. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    static final int NODE_ID = 1;
    /** Kafka leaves it behind when it was stopped in order. */
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final BrokerPorts ports;
    private final KafkaRaftServer server;
    private boolean closed;

    private EmbeddedBroker(BrokerPorts ports, KafkaRaftServer server) {
        this.ports = ports;
        this.server = server;
    }

    /**
     * Starts the broker; returns when it answers.
     *
     * @param dir its data, made on first use
     * @throws IOException when the folder cannot be prepared
     * @throws IllegalStateException when the broker does not come up
     */
    public static EmbeddedBroker start(Path dir, BrokerPorts ports) throws IOException {
        Files.createDirectories(dir);
        boolean fresh = !Files.exists(dir.resolve("meta.properties"));
        if (fresh) {
            format(dir, ports);
        }
        boolean killed = !fresh && !Files.exists(dir.resolve(CLEAN_SHUTDOWN));
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(BrokerSettings.of(dir, ports), false), Time.SYSTEM);
        try {
            server.startup();
            if (killed) {
                LostMarkers.restore(ports);
            }
        } catch (RuntimeException | IOException e) {
            server.shutdown();
            throw new IllegalStateException("the embedded Kafka broker does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            server.shutdown();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the start of the embedded Kafka broker was interrupted", e);
        }
        LOG.atInfo().addKeyValue("bootstrapServers", ports.bootstrapServers()).log("Broker started");
        return new EmbeddedBroker(ports, server);
    }

    public String bootstrapServers() {
        return ports.bootstrapServers();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static void format(Path dir, BrokerPorts ports) throws IOException {
        PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Formatter formatter = new Formatter()
                .setPrintStream(quiet)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(dir.toString())
                .addDirectory(dir.toString())
                .setIgnoreFormatted(true)
                .setInitialControllers(DynamicVoters.parse(
                        NODE_ID + "@127.0.0.1:" + ports.controllerPort() + ":" + Uuid.randomUuid()));
        formatter.setHasDynamicQuorum(true);
        try {
            formatter.run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // as Kafka declares it
            throw new IOException("the folder of the embedded Kafka broker cannot be prepared: " + e.getMessage(), e);
        }
    }
}
