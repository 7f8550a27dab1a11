package io.melolog.ingest.app;

import io.melolog.ingest.access.ApiKeys;
import io.melolog.ingest.artifact.ArtifactController;
import io.melolog.ingest.health.HealthController;
import io.melolog.ingest.job.JobCommands;
import io.melolog.ingest.job.JobController;
import io.melolog.ingest.job.JobDocuments;
import io.melolog.ingest.job.StoredJson;
import io.melolog.ingest.log.BrokerProbe;
import io.melolog.ingest.log.EventLog;
import io.melolog.ingest.model.ModelCatalogue;
import io.melolog.ingest.model.ModelChoice;
import io.melolog.ingest.model.ModelController;
import io.melolog.ingest.model.ModelProperties;
import io.melolog.ingest.model.ModelRegistry;
import io.melolog.ingest.queue.JobPace;
import io.melolog.ingest.queue.WaitingJobs;
import io.melolog.ingest.queue.WorkProgress;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.ingest.storage.StorageProperties;
import io.melolog.ingest.upload.Originals;
import io.melolog.ingest.upload.Submissions;
import io.melolog.ingest.upload.UploadController;
import io.melolog.ingest.upload.UploadProperties;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.JobView;
import io.melolog.ingest.view.ViewStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The features and the storage that they share. */
@Configuration(proxyBeanMethods = false)
class ServiceConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Meters meters(ObjectProvider<PrometheusMeterRegistry> given) {
        return Meters.of(given);
    }

    @Bean
    ObjectStorage objectStorage(IngestProperties properties) {
        IngestProperties.S3 s3 = properties.s3();
        URI endpoint = IngestProperties.required("melolog.s3.endpoint", s3.endpoint());
        URI publicEndpoint = s3.publicEndpoint();
        return new ObjectStorage(new StorageProperties(
                endpoint,
                publicEndpoint == null ? endpoint : publicEndpoint,
                IngestProperties.required("melolog.s3.access-key", s3.accessKey()),
                IngestProperties.required("melolog.s3.secret-key", s3.secretKey()),
                s3.bucket(),
                s3.region()));
    }

    @Bean
    UploadProperties uploadProperties(IngestProperties properties) {
        IngestProperties.Upload upload = properties.upload();
        return new UploadProperties(upload.maxBytes().toBytes(), upload.maxConcurrent(), upload.maxWait());
    }

    @Bean
    Originals originals(ObjectStorage storage, Clock clock) {
        return new Originals(storage, clock);
    }

    @Bean(initMethod = "start")
    Housekeeping housekeeping(ObjectStorage storage, Originals originals, ModelRegistry models) {
        return new Housekeeping(storage, originals, models);
    }

    @Bean
    StoredJson storedJson(ObjectStorage storage) {
        return new StoredJson(storage);
    }

    @Bean
    JobDocuments jobDocuments(WaitingJobs waiting, JobPace pace, WorkProgress progress, StoredJson stored) {
        return new JobDocuments(waiting, pace, progress, stored);
    }

    @Bean
    JobCommands jobCommands(EventLog log, JobLookup lookup, StoredJson stored, Clock clock) {
        return new JobCommands(log, lookup, stored, clock);
    }

    @Bean
    Submissions submissions(
            ObjectStorage storage,
            Originals originals,
            EventLog log,
            BrokerProbe broker,
            ModelChoice models,
            JobDocuments documents,
            UploadProperties properties,
            Clock clock) {
        return new Submissions(storage, originals, log, broker, models, documents, properties, clock);
    }

    @Bean
    ModelProperties modelProperties(IngestProperties properties) {
        return new ModelProperties(properties.models().maxBytes().toBytes());
    }

    @Bean
    ModelChoice modelChoice(ModelCatalogue catalogue) {
        return new ModelChoice(catalogue);
    }

    @Bean
    ModelRegistry modelRegistry(
            ModelCatalogue catalogue,
            ObjectStorage storage,
            EventLog log,
            BrokerProbe broker,
            ModelProperties properties,
            Clock clock) {
        return new ModelRegistry(catalogue, storage, log, broker, properties, clock);
    }

    @Bean
    ModelController modelController(ModelCatalogue catalogue, ModelRegistry registry) {
        return new ModelController(catalogue, registry);
    }

    @Bean
    UploadController uploadController(Submissions submissions, UploadProperties properties, Meters meters) {
        return new UploadController(submissions, properties, meters.registry());
    }

    @Bean
    JobController jobController(JobLookup lookup, ViewStore store, JobDocuments documents, JobCommands commands) {
        return new JobController(lookup, store, documents, commands);
    }

    @Bean
    ArtifactController artifactController(JobLookup lookup, ObjectStorage storage, StoredJson stored, Meters meters) {
        return new ArtifactController(lookup, storage, stored, meters.registry());
    }

    @Bean
    HealthController healthController(
            BrokerProbe broker,
            ObjectStorage storage,
            JobView view,
            ModelCatalogue models,
            ApiKeys keys,
            Meters meters) {
        return new HealthController(broker, storage, view, models, keys, meters.registry());
    }
}
