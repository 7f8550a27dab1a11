package io.melolog.ingest.app;

import io.melolog.ingest.access.ApiKeys;
import io.melolog.ingest.artifact.ArtifactController;
import io.melolog.ingest.event.EventController;
import io.melolog.ingest.event.EventProperties;
import io.melolog.ingest.health.HealthController;
import io.melolog.ingest.idempotency.Claims;
import io.melolog.ingest.job.JobCommands;
import io.melolog.ingest.job.JobController;
import io.melolog.ingest.job.JobDocuments;
import io.melolog.ingest.job.JobWaits;
import io.melolog.ingest.job.StoredJson;
import io.melolog.ingest.job.WaitProperties;
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
import io.melolog.ingest.upload.SubmissionRecords;
import io.melolog.ingest.upload.Submissions;
import io.melolog.ingest.upload.UploadController;
import io.melolog.ingest.upload.UploadProperties;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.JobView;
import io.melolog.ingest.view.Signals;
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

    @Bean
    Claims claims(IngestProperties properties, ObjectStorage storage, Clock clock) {
        return new Claims(storage, properties.idempotency().keep(), clock);
    }

    @Bean(initMethod = "start")
    Housekeeping housekeeping(ObjectStorage storage, Originals originals, ModelRegistry models, Claims claims) {
        return new Housekeeping(storage, originals, models, claims);
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
    SubmissionRecords submissionRecords(
            ObjectStorage storage,
            Originals originals,
            EventLog log,
            JobLookup lookup,
            StoredJson stored,
            JobDocuments documents) {
        return new SubmissionRecords(storage, originals, log, lookup, stored, documents);
    }

    @Bean
    Submissions submissions(
            ObjectStorage storage,
            Originals originals,
            SubmissionRecords records,
            Claims claims,
            BrokerProbe broker,
            ModelChoice models,
            UploadProperties properties,
            Clock clock) {
        return new Submissions(storage, originals, records, claims, broker, models, properties, clock);
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
    JobWaits jobWaits(IngestProperties properties, JobLookup lookup, Signals signals, Meters meters) {
        IngestProperties.Waiting waiting = properties.waiting();
        WaitProperties limits = new WaitProperties(waiting.max(), waiting.maxRequests());
        return new JobWaits(lookup, signals, limits, meters.registry());
    }

    @Bean
    UploadController uploadController(
            Submissions submissions,
            JobWaits waits,
            JobDocuments documents,
            UploadProperties properties,
            Meters meters) {
        return new UploadController(submissions, waits, documents, properties, meters.registry());
    }

    @Bean
    JobController jobController(
            JobLookup lookup, ViewStore store, JobDocuments documents, JobCommands commands, JobWaits waits) {
        return new JobController(lookup, store, documents, commands, waits);
    }

    @Bean
    EventController eventController(
            IngestProperties properties,
            JobLookup lookup,
            ViewStore store,
            JobDocuments documents,
            Signals signals,
            Meters meters) {
        IngestProperties.Events events = properties.events();
        EventProperties limits =
                new EventProperties(events.maxStreams(), events.heartbeat(), events.maxDuration(), events.maxWrite());
        return new EventController(lookup, store, documents, signals, limits, meters.registry());
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
