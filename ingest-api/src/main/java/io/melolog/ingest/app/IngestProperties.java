package io.melolog.ingest.app;

import io.melolog.ingest.access.AccessProperties;
import io.melolog.ingest.access.AccessProperties.Mode;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Every setting of this service; each is also an environment variable, {@code MELOLOG_KAFKA_BOOTSTRAP_SERVERS} and so on.
 *
 * @param dataDir where local state is kept; this service uses the folder {@code ingest-api} in it
 */
@ConfigurationProperties("melolog")
public record IngestProperties(
        @DefaultValue Kafka kafka,
        @DefaultValue S3 s3,
        @Nullable Path dataDir,
        @DefaultValue Upload upload,
        @DefaultValue Models models,
        @DefaultValue Idempotency idempotency,
        @DefaultValue Waiting waiting,
        @DefaultValue Events events,
        @DefaultValue Http http,
        @DefaultValue Auth auth,
        @Nullable String adminKey,
        @DefaultValue Dedup dedup) {

    public IngestProperties {
        required("melolog.data-dir", dataDir);
        if (auth.mode() == Mode.NONE && !http.isLoopback()) {
            throw new IllegalArgumentException("melolog.http.address is " + http.address()
                    + ", where others can reach it, and melolog.auth.mode is none: anybody could use this server."
                    + " Set melolog.auth.mode=keys (MELOLOG_AUTH_MODE=keys) and MELOLOG_ADMIN_KEY to a secret of"
                    + " 32 random characters or more, or bind to 127.0.0.1");
        }
        if (auth.mode() == Mode.NONE && auth.oidc().isConfigured()) {
            throw new IllegalArgumentException(
                    "melolog.auth.oidc.issuer has no effect while melolog.auth.mode is none. Set melolog.auth.mode=keys");
        }
    }

    /** Whether {@code /metrics} needs no key: as set, else on loopback addresses. */
    boolean areMetricsOpen() {
        Boolean asSet = http.metricsOpen();
        return asSet == null ? http.isLoopback() : asSet;
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "IngestProperties[" + kafka + ", " + s3 + ", " + dataDir + ", " + http + ", " + auth + "]";
    }

    /** The folder of this service. */
    Path ownFolder() {
        return required("melolog.data-dir", dataDir).resolve("ingest-api");
    }

    /** The broker. */
    public record Kafka(
            @Nullable String bootstrapServers, @DefaultValue Topics topics) {
        public Kafka {
            requiredText("melolog.kafka.bootstrap-servers", bootstrapServers);
        }

        String servers() {
            return required("melolog.kafka.bootstrap-servers", bootstrapServers);
        }
    }

    /** What topics are created with where they are missing. */
    public record Topics(
            @DefaultValue("6") int partitions,
            @DefaultValue("1") short replicationFactor) {
        public Topics {
            atLeastOne("melolog.kafka.topics.partitions", partitions);
            atLeastOne("melolog.kafka.topics.replication-factor", replicationFactor);
        }
    }

    /**
     * The object storage.
     *
     * @param publicEndpoint as clients reach it; the endpoint itself when not given
     */
    public record S3(
            @Nullable URI endpoint,
            @Nullable URI publicEndpoint,
            @Nullable String accessKey,
            @Nullable String secretKey,
            @DefaultValue("melolog") String bucket,
            @DefaultValue("us-east-1") String region) {
        public S3 {
            required("melolog.s3.endpoint", endpoint);
            requiredText("melolog.s3.access-key", accessKey);
            requiredText("melolog.s3.secret-key", secretKey);
        }

        @Override
        public String toString() {
            return "S3[" + endpoint + ", " + bucket + "]";
        }
    }

    /**
     * Limits of uploads.
     *
     * @param maxBytes of one file
     * @param maxConcurrent uploads that are received at a time
     * @param maxWait how long one more waits for its turn
     */
    public record Upload(
            @DefaultValue("200MB") DataSize maxBytes,
            @DefaultValue("8") int maxConcurrent,
            @DefaultValue("5s") Duration maxWait) {}

    /**
     * Limits of models.
     *
     * @param maxBytes of a model's files together
     */
    public record Models(@DefaultValue("2GB") DataSize maxBytes) {}

    /**
     * Idempotency keys.
     *
     * @param keep how long a key stands for its submission, at least
     */
    public record Idempotency(@DefaultValue("24h") Duration keep) {}

    /**
     * Requests that wait for a job.
     *
     * @param max how long one is held, at most
     * @param maxRequests how many are held at a time; one more is answered at once
     */
    public record Waiting(
            @DefaultValue("60s") Duration max,
            @DefaultValue("1000") int maxRequests) {}

    /**
     * Event streams.
     *
     * @param maxStreams that are open at a time
     * @param heartbeat after how long without an event a comment is sent
     * @param maxDuration of one stream
     * @param maxWrite how long a client may take to accept what is sent
     */
    public record Events(
            @DefaultValue("1000") int maxStreams,
            @DefaultValue("15s") Duration heartbeat,
            @DefaultValue("1h") Duration maxDuration,
            @DefaultValue("10s") Duration maxWrite) {}

    /**
     * Where HTTP is served, and how to browsers.
     *
     * @param port 0 takes any free one
     * @param metricsOpen whether {@code /metrics} needs no key; null: on loopback addresses
     * @param hsts how long browsers shall use https only; null where the server is not behind https
     */
    public record Http(
            @DefaultValue("127.0.0.1") String address,
            @DefaultValue("8080") int port,
            @Nullable Boolean metricsOpen,
            @Nullable Duration hsts,
            @DefaultValue Cors cors) {
        public Http {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("melolog.http.port must be 0..65535, not " + port);
            }
        }

        /** Whether only this machine can reach it. */
        boolean isLoopback() {
            try {
                return InetAddress.getByName(address).isLoopbackAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("melolog.http.address is no address of this machine: " + address, e);
            }
        }
    }

    /** @param allowedOrigins pages of these may call the API */
    public record Cors(@DefaultValue Set<String> allowedOrigins) {}

    /**
     * Who may call.
     *
     * @param mode whether callers need a key
     */
    public record Auth(
            @DefaultValue("none") Mode mode, @DefaultValue Oidc oidc) {}

    /** Whose tokens are taken; nobody's without an issuer. */
    public record Oidc(
            @Nullable String issuer,
            @Nullable String audience,
            @Nullable URI jwksUri,
            @DefaultValue("tenant") String tenantClaim,
            @DefaultValue("scope") String scopeClaim) {
        boolean isConfigured() {
            return issuer != null && !issuer.isBlank();
        }
    }

    /** @param scope whose jobs share work */
    public record Dedup(@DefaultValue("tenant") AccessProperties.Dedup scope) {}

    static <T> T required(String property, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(property + " is required");
        }
        return value;
    }

    private static void requiredText(String property, @Nullable String value) {
        if (required(property, value).isBlank()) {
            throw new IllegalArgumentException(property + " is required");
        }
    }

    private static void atLeastOne(String property, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(property + " must be 1 or more, not " + value);
        }
    }
}
