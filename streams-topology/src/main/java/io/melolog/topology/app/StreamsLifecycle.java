package io.melolog.topology.app;

import io.melolog.schemas.topic.TopicCreator;
import io.melolog.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts and stops Kafka Streams with the context, any number of times. Missing topics are created first. Thread-safe. */
final class StreamsLifecycle implements SmartLifecycle, TopologyHealth {
    private static final Logger log = LoggerFactory.getLogger(StreamsLifecycle.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Supplier<Topology> topology;
    private final Map<String, Object> settings;
    private final TopologyProperties.Kafka kafka;
    private final Clock clock;
    private @Nullable KafkaStreams streams;

    StreamsLifecycle(
            Supplier<Topology> topology, Map<String, Object> settings, TopologyProperties.Kafka kafka, Clock clock) {
        this.topology = topology;
        this.settings = Map.copyOf(settings);
        this.kafka = kafka;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (streams != null) {
            return;
        }
        createTopics();
        Properties properties = new Properties();
        properties.putAll(settings);
        KafkaStreams created = new KafkaStreams(topology.get(), properties);
        created.setUncaughtExceptionHandler(new ThreadFailures(clock));
        created.setStateListener((now, before) -> log.atInfo()
                .addKeyValue("state", now)
                .addKeyValue("before", before)
                .log("the topology changed its state"));
        created.start();
        streams = created;
    }

    private void createTopics() {
        Map<String, Object> admin = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        try (Admin client = Admin.create(admin)) {
            TopicCreator.ensure(
                    client,
                    Topics.all(),
                    kafka.topics().partitions(),
                    kafka.topics().replicationFactor());
        }
    }

    /** Leaves the group, so that whoever comes next need not wait for this member's session to end. */
    @Override
    public synchronized void stop() {
        if (streams != null) {
            streams.close(CloseOptions.timeout(STOP_TIMEOUT)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            streams = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return streams != null;
    }

    @Override
    public synchronized KafkaStreams.State state() {
        return streams == null ? KafkaStreams.State.NOT_RUNNING : streams.state();
    }
}
