package io.melolog.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.DynamicVoters;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real KRaft broker in this process, on free ports. Its data lie in a folder, so that it can be stopped and started again with them on
 * the same port. One thread at a time may start, stop or close it.
 */
public final class TestBroker implements AutoCloseable {
    /** Settings with which locks and sessions of share groups, and the broker's own, end within seconds. */
    public static final Map<String, String> SHORT_LEASES = Map.of(
            "group.share.min.record.lock.duration.ms", "1000",
            "group.share.min.session.timeout.ms", "2000",
            "group.share.session.timeout.ms", "3000",
            "group.share.min.heartbeat.interval.ms", "250",
            "group.share.heartbeat.interval.ms", "500",
            "broker.session.timeout.ms", "3000",
            "broker.heartbeat.interval.ms", "500");

    private final Path folder;
    private final boolean temporary;
    private final int port = FreePort.find();
    private final int controllerPort = FreePort.find();
    private final Map<String, String> settings;
    private KafkaRaftServer server;

    /** Starts a broker in a folder of its own, which goes when the broker is closed. */
    public TestBroker() {
        this(temporaryFolder(), true, Map.of());
    }

    /** Starts a broker in a folder, which is made if it is missing and which stays. */
    public TestBroker(Path folder) {
        this(folder, Map.of());
    }

    /**
     * Starts a broker in a folder, which is made if it is missing and which stays.
     *
     * @param settings Kafka broker settings that add to those of this class or replace them
     */
    public TestBroker(Path folder, Map<String, String> settings) {
        this(folder, false, settings);
    }

    private TestBroker(Path folder, boolean temporary, Map<String, String> more) {
        this.folder = folder;
        this.temporary = temporary;
        this.settings = settings(more);
        try {
            Files.createDirectories(folder);
            format();
        } catch (Exception e) {
            throw new IllegalStateException("the broker's folder cannot be formatted", e);
        }
        this.server = newServer();
        server.startup();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** What a Kafka client needs to find this broker. */
    public Map<String, Object> clientSettings() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    }

    /** Starts a stopped broker again, with its data and on its port. */
    public void start() {
        server = newServer();
        server.startup();
    }

    public void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    @Override
    public void close() {
        stop();
        if (temporary) {
            delete(folder);
        }
    }

    private KafkaRaftServer newServer() {
        return new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    }

    private void format() throws Exception {
        var formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .setInitialControllers(DynamicVoters.parse("1@127.0.0.1:" + controllerPort + ":" + Uuid.randomUuid()));
        formatter.setHasDynamicQuorum(true);
        formatter.run();
    }

    private Map<String, String> settings(Map<String, String> more) {
        var all = new HashMap<String, String>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort);
        all.put("log.dirs", folder.toString());
        all.put("log.cleaner.dedupe.buffer.size", "4194304");
        all.put("auto.create.topics.enable", "false");
        all.put("group.initial.rebalance.delay.ms", "0");
        for (var internal : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            all.put(internal + ".num.partitions", "1");
            all.put(internal + ".replication.factor", "1");
        }
        all.put("transaction.state.log.min.isr", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        all.putAll(more);
        return Map.copyOf(all);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("melolog-broker");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
