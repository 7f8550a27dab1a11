package io.melolog.notifier.app;

import io.melolog.notifier.jobstatus.JobStatusTopology;
import io.melolog.notifier.jobstatus.NotifierMetrics;
import io.melolog.schemas.topic.TopicCreator;
import io.melolog.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the status topology as long as the application context lives. */
final class StatusStreams implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(StatusStreams.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final NotifierProperties properties;
    private final NotifierMetrics metrics;
    private final Clock clock;
    private @Nullable KafkaStreams streams;

    StatusStreams(NotifierProperties properties, NotifierMetrics metrics, Clock clock) {
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        ensureTopics();
        KafkaStreams started = new KafkaStreams(
                JobStatusTopology.build(metrics, clock),
                new StreamsConfig(StreamsSettings.of(properties, metrics, clock)));
        started.setUncaughtExceptionHandler(StatusStreams::replaceThread);
        streams = started;
        started.start();
    }

    @Override
    public synchronized void stop() {
        if (streams != null) {
            // Leaving the group spares the next start the wait until the old members time out.
            streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            streams = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return streams != null;
    }

    private void ensureTopics() {
        NotifierProperties.Kafka kafka = properties.kafka();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.servers()))) {
            TopicCreator.ensure(
                    admin,
                    Topics.all(),
                    kafka.topics().partitions(),
                    kafka.topics().replicationFactor());
        }
    }

    private static StreamThreadExceptionResponse replaceThread(Throwable failure) {
        LOG.atError().setCause(failure).log("Status stream thread failed; another one takes over");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
