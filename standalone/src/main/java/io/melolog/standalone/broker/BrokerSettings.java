package io.melolog.standalone.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** How the broker runs: one node, little memory, and quick to notice that the clients of a killed process are gone. */
final class BrokerSettings {
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String CLEANER_BUFFER_BYTES = Integer.toString(4 << 20);
    private static final String FIVE_YEARS_MINUTES = Integer.toString(5 * 365 * 24 * 60);

    private BrokerSettings() {}

    static Map<String, String> of(Path dir, BrokerPorts ports) {
        Map<String, String> settings = new HashMap<>();
        putNode(settings, dir, ports);
        putSizes(settings);
        putInternalTopics(settings);
        putGroups(settings);
        return settings;
    }

    private static void putNode(Map<String, String> settings, Path dir, BrokerPorts ports) {
        String controller = "127.0.0.1:" + ports.controllerPort();
        settings.put("node.id", Integer.toString(EmbeddedBroker.NODE_ID));
        settings.put("process.roles", "broker,controller");
        settings.put(
                "listeners", "CLIENT://" + ports.bootstrapServers() + "," + CONTROLLER_LISTENER + "://" + controller);
        settings.put("listener.security.protocol.map", "CLIENT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENT");
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("controller.quorum.bootstrap.servers", controller);
        settings.put("log.dirs", dir.toString());
        settings.put("auto.create.topics.enable", "false");
        // A process that was killed is noticed at its next start after 3 s, not 9.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
    }

    private static void putSizes(Map<String, String> settings) {
        // The default takes 128 MiB of heap.
        settings.put("log.cleaner.dedupe.buffer.size", CLEANER_BUFFER_BYTES);
        settings.put("log.cleaner.threads", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        // Sparse index files are mapped whole; 10 MiB each would be a lot of address space for many small logs.
        settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    }

    private static void putInternalTopics(Map<String, String> settings) {
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        // A data folder may lie unused for long, and is to go on where it stopped.
        settings.put("offsets.retention.minutes", FIVE_YEARS_MINUTES);
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        // What a killed process left open holds up readers until it is aborted: look often.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void putGroups(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "3000");
        for (String kind : new String[] {"consumer", "share", "streams"}) {
            String prefix = "group." + kind + ".";
            settings.put(prefix + "min.session.timeout.ms", "5000");
            settings.put(prefix + "session.timeout.ms", "6000");
            settings.put(prefix + "min.heartbeat.interval.ms", "500");
            settings.put(prefix + "heartbeat.interval.ms", "1000");
        }
        // A start that was stopped before its share groups were ready would make the first job after the next start
        // wait for 30 s.
        settings.put("group.share.initialize.retry.interval.ms", "5000");
        // The broker drops a record that was handed out too often, silently: workers give up long before.
        settings.put("group.share.delivery.count.limit", "10");
        settings.put("group.share.max.delivery.count.limit", "10");
    }
}
