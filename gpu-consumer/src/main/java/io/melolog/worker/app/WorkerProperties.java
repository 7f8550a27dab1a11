package io.melolog.worker.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the worker; each is also an environment variable ({@code melolog.s3.access-key} is {@code MELOLOG_S3_ACCESS_KEY}).
 *
 * @param dataDir {@code melolog.data-dir}: folder for local state, required
 */
@ConfigurationProperties("melolog")
record WorkerProperties(
        Kafka kafka,
        S3 s3,
        Path dataDir,
        @DefaultValue Audio audio,
        @DefaultValue Worker worker,
        @DefaultValue NeuralProperties neural,
        @DefaultValue SeparatorProperties separator) {
    WorkerProperties {
        Checks.require(kafka, "melolog.kafka.bootstrap-servers");
        Checks.require(s3, "melolog.s3.endpoint");
        Checks.require(dataDir, "melolog.data-dir");
    }

    /** @param bootstrapServers {@code melolog.kafka.bootstrap-servers}: host:port, comma separated; required */
    record Kafka(String bootstrapServers, @DefaultValue Topics topics) {
        Kafka {
            Checks.requireText(bootstrapServers, "melolog.kafka.bootstrap-servers");
        }

        /**
         * Of topics that are missing and therefore created.
         *
         * @param partitions {@code melolog.kafka.topics.partitions}: 1 or more
         * @param replicationFactor {@code melolog.kafka.topics.replication-factor}: 1 or more
         */
        record Topics(
                @DefaultValue("6") int partitions,
                @DefaultValue("1") short replicationFactor) {
            Topics {
                Checks.check(partitions, count -> count >= 1, "melolog.kafka.topics.partitions", "1 or more");
                Checks.check(
                        (int) replicationFactor,
                        count -> count >= 1,
                        "melolog.kafka.topics.replication-factor",
                        "1 or more");
            }
        }
    }

    /**
     * The object storage.
     *
     * @param endpoint {@code melolog.s3.endpoint}: its URL; required
     * @param accessKey {@code melolog.s3.access-key}: required
     * @param secretKey {@code melolog.s3.secret-key}: required
     */
    record S3(
            String endpoint,
            String accessKey,
            String secretKey,
            @DefaultValue("melolog") String bucket,
            @DefaultValue("us-east-1") String region) {
        S3 {
            Checks.requireText(endpoint, "melolog.s3.endpoint");
            Checks.requireText(accessKey, "melolog.s3.access-key");
            Checks.requireText(secretKey, "melolog.s3.secret-key");
        }

        @Override
        public String toString() {
            return "S3[" + endpoint + ", " + bucket + "]";
        }
    }

    /** @param maxSeconds {@code melolog.audio.max-seconds}: longer recordings are refused; above 0 */
    record Audio(@DefaultValue("900") double maxSeconds) {
        Audio {
            Checks.check(maxSeconds, seconds -> seconds > 0, "melolog.audio.max-seconds", "above 0");
        }
    }

    /**
     * The slots.
     *
     * @param name {@code melolog.worker.name}: in reports; by default the host's name and the process id
     * @param cpuSlots {@code melolog.worker.cpu-slots}: pitch and waveform works at a time, 0 or more
     * @param gpuSlots {@code melolog.worker.gpu-slots}: separations at a time, 0 or more
     * @param lock {@code melolog.worker.lock}: how long the broker waits for a worker that fell silent; 15 to 60 s with the broker's own bounds
     * @param gracePeriod {@code melolog.worker.grace-period}: how long running work may go on when the worker stops
     * @param spareDecoders {@code melolog.worker.spare-decoders}: decoder processes that wait ready, 70 MB each, 0 or more
     */
    record Worker(
            @Nullable String name,
            @DefaultValue("2") int cpuSlots,
            @DefaultValue("1") int gpuSlots,
            @DefaultValue("15s") Duration lock,
            @DefaultValue("20s") Duration gracePeriod,
            @DefaultValue("1") int spareDecoders) {
        private static final Duration SHORTEST_LOCK = Duration.ofSeconds(1);

        Worker {
            Checks.check(cpuSlots, slots -> slots >= 0, "melolog.worker.cpu-slots", "0 or more");
            Checks.check(gpuSlots, slots -> slots >= 0, "melolog.worker.gpu-slots", "0 or more");
            Checks.check(lock, time -> time.compareTo(SHORTEST_LOCK) >= 0, "melolog.worker.lock", "1 s or more");
            Checks.check(gracePeriod, time -> !time.isNegative(), "melolog.worker.grace-period", "0 or more");
            Checks.check(spareDecoders, count -> count >= 0, "melolog.worker.spare-decoders", "0 or more");
        }

        /** As given, or one that tells processes apart. */
        String nameOrDefault() {
            return name == null || name.isBlank()
                    ? hostName() + "-" + ProcessHandle.current().pid()
                    : name;
        }

        private static String hostName() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "worker";
            }
        }
    }
}
