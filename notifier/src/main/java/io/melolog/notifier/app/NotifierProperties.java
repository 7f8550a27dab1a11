package io.melolog.notifier.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the notifier.
 *
 * @param dataDir {@code melolog.data-dir}: local state lies in its sub-folder {@code notifier}; what is lost there is read again from the log.
 *     Required
 */
@ConfigurationProperties("melolog")
public record NotifierProperties(
        @DefaultValue Kafka kafka, @Nullable Path dataDir) {
    public NotifierProperties {
        if (dataDir == null || dataDir.toString().isBlank()) {
            throw new IllegalArgumentException("melolog.data-dir is required: a folder for local state");
        }
    }

    /**
     * @param bootstrapServers {@code melolog.kafka.bootstrap-servers}: {@code host:port}, comma-separated. Required
     */
    public record Kafka(
            @Nullable String bootstrapServers, @DefaultValue Topics topics) {
        public Kafka {
            if (bootstrapServers == null || bootstrapServers.isBlank()) {
                throw new IllegalArgumentException(
                        "melolog.kafka.bootstrap-servers is required: host:port of a Kafka broker");
            }
        }

        /** The value, which the constructor has made sure of. */
        String servers() {
            return String.valueOf(bootstrapServers);
        }
    }

    /**
     * How missing topics are created.
     *
     * @param partitions {@code melolog.kafka.topics.partitions}: of each topic, 1 or more; the same in every service
     * @param replicationFactor {@code melolog.kafka.topics.replication-factor}: copies of each record, 1 or more
     */
    public record Topics(
            @DefaultValue("6") int partitions,
            @DefaultValue("1") short replicationFactor) {
        public Topics {
            if (partitions < 1) {
                throw new IllegalArgumentException("melolog.kafka.topics.partitions must be 1 or more: " + partitions);
            }
            if (replicationFactor < 1) {
                throw new IllegalArgumentException(
                        "melolog.kafka.topics.replication-factor must be 1 or more: " + replicationFactor);
            }
        }
    }

    Path stateDir() {
        return Path.of(String.valueOf(dataDir)).resolve("notifier");
    }
}
