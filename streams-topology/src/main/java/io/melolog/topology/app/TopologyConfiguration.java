package io.melolog.topology.app;

import io.melolog.topology.deadletter.DeadLetters;
import io.melolog.topology.ledger.LedgerSettings;
import io.melolog.topology.metric.TopologyMeters;
import io.melolog.topology.retire.ObjectRetirer;
import io.melolog.topology.retire.ObjectStorage;
import io.melolog.topology.retire.RetireSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.minio.MinioClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Assembles the service. A parent context may bring a {@link MeterRegistry} and a {@link Clock}. */
@Configuration(proxyBeanMethods = false)
class TopologyConfiguration {
    private static final Duration ORIGINAL_MARGIN = Duration.ofHours(1);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(60);

    @Bean
    TopologyMeters topologyMeters(ObjectProvider<MeterRegistry> registry) {
        return new TopologyMeters(registry.getIfAvailable(() -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    }

    @Bean
    DeadLetters deadLetters(ObjectProvider<Clock> clock, TopologyMeters meters) {
        return new DeadLetters(clock(clock), meters);
    }

    @Bean
    StreamsLifecycle streamsLifecycle(
            TopologyProperties properties,
            DeadLetters deadLetters,
            TopologyMeters meters,
            ObjectProvider<Clock> clock) {
        TopologyProperties.Tuning tuning = properties.topology();
        LedgerSettings ledger =
                LedgerSettings.DEFAULT.withPatience(tuning.workDeadline(), tuning.maxAttempts(), tuning.retireAfter());
        return new StreamsLifecycle(
                () -> MelologTopology.build(ledger, meters),
                StreamsSettings.of(properties, deadLetters),
                properties.kafka(),
                clock(clock));
    }

    /** Depends on the topology's bean, so it starts after it. */
    @Bean
    RetireLifecycle retireLifecycle(
            TopologyProperties properties,
            DeadLetters deadLetters,
            TopologyMeters meters,
            ObjectProvider<Clock> clock,
            StreamsLifecycle startsBefore) {
        RetireSettings settings = new RetireSettings(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        properties.kafka().bootstrapServers()),
                properties.topology().applicationId() + "-retire",
                FIRST_BACKOFF,
                MAX_BACKOFF);
        return new RetireLifecycle(new ObjectRetirer(storage(properties), settings, deadLetters, meters, clock(clock)));
    }

    private static ObjectStorage storage(TopologyProperties properties) {
        TopologyProperties.S3 s3 = properties.s3();
        MinioClient client = MinioClient.builder()
                .endpoint(s3.endpoint())
                .region(s3.region())
                .credentials(s3.accessKey(), s3.secretKey())
                .httpClient(new OkHttpClient())
                .build();
        Duration retireAfter = properties.topology().retireAfter();
        Duration half = retireAfter.dividedBy(2);
        Duration margin = half.compareTo(ORIGINAL_MARGIN) < 0 ? half : ORIGINAL_MARGIN;
        return new ObjectStorage(client, s3.bucket(), retireAfter.minus(margin));
    }

    private static Clock clock(ObjectProvider<Clock> clock) {
        return clock.getIfAvailable(Clock::systemUTC);
    }
}
