package io.melolog.ingest.app;

import io.melolog.ingest.access.ApiKeys;
import io.melolog.ingest.log.BrokerProbe;
import io.melolog.ingest.log.EventLog;
import io.melolog.ingest.log.MemoryView;
import io.melolog.ingest.model.ModelCatalogue;
import io.melolog.ingest.queue.JobPace;
import io.melolog.ingest.queue.WaitingJobs;
import io.melolog.ingest.queue.WorkProgress;
import io.melolog.ingest.view.JobLookup;
import io.melolog.ingest.view.JobView;
import io.melolog.ingest.view.Signals;
import io.melolog.ingest.view.ViewStore;
import io.melolog.schemas.topic.TopicCreator;
import io.melolog.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** The log and what is read from it. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {
    private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(8);
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int API_TIMEOUT_MILLIS = 15_000;

    @Bean(destroyMethod = "")
    Admin admin(IngestProperties properties) {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                properties.kafka().servers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "ingest-api-admin",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_TIMEOUT_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                API_TIMEOUT_MILLIS));
    }

    /** Calls that a stopped broker never answers must not hold up the end of this process. */
    @Bean
    AutoCloseable adminCloser(Admin admin) {
        return () -> admin.close(Duration.ofSeconds(1));
    }

    @Bean
    BrokerProbe brokerProbe(Admin admin) {
        return new BrokerProbe(admin);
    }

    @Bean
    EventLog eventLog(IngestProperties properties) {
        return new EventLog(properties.kafka().servers(), APPEND_TIMEOUT);
    }

    @Bean
    ViewStore viewStore(IngestProperties properties) {
        return new ViewStore(properties.ownFolder().resolve("view"));
    }

    @Bean
    WaitingJobs waitingJobs(Meters meters) {
        return new WaitingJobs(meters.registry());
    }

    @Bean
    JobPace jobPace(Meters meters) {
        return new JobPace(meters.registry());
    }

    @Bean
    Signals signals() {
        return new Signals();
    }

    /** Requests that wait must not hold up the end of this process. */
    @Bean
    ApplicationListener<ContextClosedEvent> waitsEnd(Signals signals) {
        return event -> signals.close();
    }

    @Bean(initMethod = "start")
    WorkProgress workProgress(IngestProperties properties, Clock clock, Signals signals) {
        return new WorkProgress(properties.kafka().servers(), clock, signals::happened);
    }

    @Bean(initMethod = "start")
    JobView jobView(
            IngestProperties properties,
            ViewStore store,
            Admin admin,
            EventLog log,
            WaitingJobs waiting,
            JobPace pace,
            Signals signals,
            Clock clock,
            Meters meters) {
        JobView.Settings settings = new JobView.Settings(
                properties.kafka().servers(),
                () -> prepare(admin, properties.kafka().topics()),
                new UnreadableRecords(log, clock)::report);
        return new JobView(store, settings, List.of(waiting, pace, signals), meters.registry());
    }

    @Bean(initMethod = "start")
    ModelCatalogue modelCatalogue(IngestProperties properties, Admin admin, EventLog log, Clock clock, Meters meters) {
        return new ModelCatalogue(memory(properties, admin, log, clock), admin, meters.registry());
    }

    @Bean(initMethod = "start")
    ApiKeys apiKeys(IngestProperties properties, Admin admin, EventLog log, Clock clock, Meters meters) {
        return new ApiKeys(memory(properties, admin, log, clock), admin, meters.registry());
    }

    private static MemoryView.Settings memory(IngestProperties properties, Admin admin, EventLog log, Clock clock) {
        return new MemoryView.Settings(
                properties.kafka().servers(),
                () -> ensureTopics(admin, properties.kafka().topics()),
                new UnreadableRecords(log, clock)::report);
    }

    private static void ensureTopics(Admin admin, IngestProperties.Topics topics) {
        TopicCreator.ensure(admin, Topics.all(), topics.partitions(), topics.replicationFactor());
    }

    private static String prepare(Admin admin, IngestProperties.Topics topics) {
        ensureTopics(admin, topics);
        try {
            return admin.describeCluster().clusterId().get(API_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the cluster was asked for its id", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the cluster does not tell its id", e);
        }
    }

    @Bean
    JobLookup jobLookup(ViewStore store, JobView view, Admin admin) {
        return new JobLookup(store, view, admin);
    }
}
