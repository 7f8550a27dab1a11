package io.melolog.topology.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Every setting of the service, as {@code melolog.…} or {@code MELOLOG_…}.
 *
 * @param dataDir local state; a sub-folder {@code streams-topology} is made in it. Required
 */
@ConfigurationProperties("melolog")
public record TopologyProperties(
        @DefaultValue Kafka kafka,
        @DefaultValue S3 s3,
        @DefaultValue("") String dataDir,
        @DefaultValue Tuning topology) {
    public TopologyProperties {
        required("melolog.data-dir", dataDir);
    }

    /** @param bootstrapServers {@code host:port,…}; required */
    public record Kafka(
            @DefaultValue("") String bootstrapServers,
            @DefaultValue Topics topics) {
        public Kafka {
            required("melolog.kafka.bootstrap-servers", bootstrapServers);
        }
    }

    /**
     * How missing topics are created.
     *
     * @param partitions 1 or more
     * @param replicationFactor 1 or more
     */
    public record Topics(
            @DefaultValue("6") int partitions,
            @DefaultValue("1") short replicationFactor) {
        public Topics {
            atLeastOne("melolog.kafka.topics.partitions", partitions);
            atLeastOne("melolog.kafka.topics.replication-factor", replicationFactor);
        }
    }

    /**
     * Where objects lie; used to delete what is retired.
     *
     * @param endpoint URL; required
     */
    public record S3(
            @DefaultValue("") String endpoint,
            @DefaultValue("") String accessKey,
            @DefaultValue("") String secretKey,
            @DefaultValue("melolog") String bucket,
            @DefaultValue("us-east-1") String region) {
        public S3 {
            required("melolog.s3.endpoint", endpoint);
            required("melolog.s3.access-key", accessKey);
            required("melolog.s3.secret-key", secretKey);
            required("melolog.s3.bucket", bucket);
            if (URI.create(endpoint).getScheme() == null) {
                throw new IllegalArgumentException("melolog.s3.endpoint must be a URL such as http://127.0.0.1:9000");
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "S3[endpoint=" + endpoint + ", bucket=" + bucket + ", region=" + region + "]";
        }
    }

    /**
     * The topology itself.
     *
     * @param applicationId names the consumer group and the changelog topics; changing it starts from nothing
     * @param threads that process records, 1 or more
     * @param commitInterval how long results of processing are kept back to be committed together; each hop of a job waits for it
     * @param workDeadline a worker that is silent for longer has failed its attempt
     * @param maxAttempts of one unit of work, 1 or more
     * @param retireAfter how long objects that no job holds are kept; longer than a presigned URL (24 h) lives
     */
    public record Tuning(
            @DefaultValue("melolog-topology") String applicationId,
            @DefaultValue("1") int threads,
            @DefaultValue("20ms") Duration commitInterval,
            @DefaultValue("60s") Duration workDeadline,
            @DefaultValue("3") int maxAttempts,
            @DefaultValue("25h") Duration retireAfter) {
        public Tuning {
            required("melolog.topology.application-id", applicationId);
            atLeastOne("melolog.topology.threads", threads);
            atLeastOne("melolog.topology.max-attempts", maxAttempts);
            positive("melolog.topology.commit-interval", commitInterval);
            positive("melolog.topology.work-deadline", workDeadline);
            positive("melolog.topology.retire-after", retireAfter);
        }
    }

    Path stateDir() {
        return Path.of(dataDir).resolve("streams-topology");
    }

    private static void required(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must be set");
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be above zero, not " + value);
        }
    }
}
