package io.melolog.worker.app;

import io.melolog.worker.decode.AudioChildPool;
import io.melolog.worker.decode.AudioChildSettings;
import io.melolog.worker.lease.WorkerHarness;
import io.melolog.worker.lease.WorkerSettings;
import io.melolog.worker.storage.WorkStorage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.minio.MinioClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the worker together; nothing is scanned for. A {@link MeterRegistry} and a {@link Clock} of a parent context are used where there are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofSeconds(30);

    @Bean(destroyMethod = "close")
    MinioClient workerStorageClient(WorkerProperties properties) {
        OkHttpClient http = new OkHttpClient.Builder()
                .socketFactory(new PromptSockets())
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(TRANSFER_TIMEOUT)
                .writeTimeout(TRANSFER_TIMEOUT)
                .build();
        WorkerProperties.S3 s3 = properties.s3();
        return MinioClient.builder()
                .endpoint(s3.endpoint())
                .region(s3.region())
                .credentials(s3.accessKey(), s3.secretKey())
                .httpClient(http, true)
                .build();
    }

    @Bean(destroyMethod = "close")
    AudioChildPool audioChildPool(WorkerProperties properties) {
        AudioChildSettings defaults =
                AudioChildSettings.defaults(home(properties).resolve("ffmpeg"));
        return new AudioChildPool(new AudioChildSettings(
                defaults.cacheDirectory(),
                defaults.wallClockLimit(),
                defaults.cpuLimit(),
                defaults.memoryLimitBytes(),
                defaults.maxOutputBytes(),
                properties.worker().spareDecoders()));
    }

    @Bean
    WorkStorage workStorage(WorkerProperties properties, MinioClient client) {
        return new WorkStorage(client, properties.s3().bucket());
    }

    @Bean
    Surroundings workerSurroundings(
            WorkerProperties properties, ObjectProvider<MeterRegistry> registry, ObjectProvider<Clock> clock) {
        return new Surroundings(
                registry.getIfAvailable(() -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
                clock.getIfAvailable(Clock::systemUTC),
                home(properties));
    }

    @Bean(destroyMethod = "close")
    WorkerStages workerStages(
            WorkerProperties properties, AudioChildPool children, WorkStorage storage, Surroundings surroundings) {
        return new WorkerStages(properties, children, storage, surroundings);
    }

    @Bean
    WorkerLifecycle workerLifecycle(
            WorkerProperties properties, WorkerStages stages, WorkStorage storage, Surroundings surroundings) {
        return new WorkerLifecycle(new WorkerHarness(
                settings(properties), stages.runners(), storage, surroundings.registry(), surroundings.clock()));
    }

    private static Path home(WorkerProperties properties) {
        return properties.dataDir().resolve("gpu-consumer");
    }

    private static WorkerSettings settings(WorkerProperties properties) {
        WorkerProperties.Worker worker = properties.worker();
        WorkerProperties.Kafka kafka = properties.kafka();
        return new WorkerSettings(
                worker.nameOrDefault(),
                kafka.bootstrapServers(),
                kafka.topics().partitions(),
                kafka.topics().replicationFactor(),
                worker.cpuSlots(),
                worker.gpuSlots(),
                worker.lock(),
                worker.gracePeriod(),
                properties.dataDir());
    }
}
