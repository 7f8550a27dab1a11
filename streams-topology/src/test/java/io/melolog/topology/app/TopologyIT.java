package io.melolog.topology.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import io.melolog.topology.testing.Examples;
import io.melolog.topology.testing.FakeWorkers;
import io.melolog.topology.testing.JobClient;
import io.minio.MakeBucketArgs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as it runs, against a real broker and a real S3 server. */
class TopologyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path dir;

    private static TestBroker broker;
    private static TestStorage storage;
    private static ConfigurableApplicationContext service;
    private static FakeWorkers workers;
    private static JobClient client;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker(dir.resolve("broker"));
        storage = new TestStorage(dir.resolve("storage"));
        storage.client()
                .makeBucket(MakeBucketArgs.builder().bucket(TestStorage.BUCKET).build());
        service = new SpringApplicationBuilder(TopologyApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "melolog.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "melolog.kafka.topics.partitions=3",
                        "melolog.s3.endpoint=" + storage.endpoint(),
                        "melolog.s3.access-key=" + TestStorage.ACCESS_KEY,
                        "melolog.s3.secret-key=" + TestStorage.SECRET_KEY,
                        "melolog.data-dir=" + dir.resolve("data"),
                        "melolog.topology.retire-after=2s")
                .run();
        workers = new FakeWorkers(broker);
        client = new JobClient(broker);
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        workers.close();
        service.close();
        service.close();
        storage.close();
        broker.close();
    }

    @Test
    void shouldTakeAJobFromSubmissionToItsResult() {
        // given
        JobSubmitted job = Examples.job(1, "it-1");

        // when
        client.send(Topics.JOB_SUBMITTED, job);

        // then
        assertThat(client.awaitEnd(job.jobId())).isInstanceOf(JobEvent.Completed.class);
        List<JobEvent> events = client.events(job.jobId());
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).sequence()).isEqualTo(i + 1L);
        }
        assertThat(events.stream().filter(JobEvent.StageFinished.class::isInstance))
                .hasSize(3);
        assertThat(service.getBean(TopologyHealth.class).isReady()).isTrue();
    }

    @Test
    void shouldComputeTheSameContentOnceForTwoJobsAtOnce() {
        // given
        JobSubmitted first = Examples.job(11, "it-2");
        JobSubmitted second = Examples.job(12, "it-2");

        // when
        client.send(Topics.JOB_SUBMITTED, first);
        client.send(Topics.JOB_SUBMITTED, second);
        client.send(Topics.JOB_SUBMITTED, second);

        // then
        assertThat(client.awaitEnd(first.jobId())).isInstanceOf(JobEvent.Completed.class);
        assertThat(client.awaitEnd(second.jobId())).isInstanceOf(JobEvent.Completed.class);
        List<String> works = worksOf(first.jobId());
        assertThat(worksOf(second.jobId())).containsExactlyInAnyOrderElementsOf(works);
        assertThat(workers.requests())
                .filteredOn(request -> works.contains(request.workId()))
                .extracting(WorkRequested::workId)
                .containsExactlyInAnyOrderElementsOf(works);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(client.results())
                .filteredOn(result -> works.contains(result.workId()))
                .extracting(WorkCompleted::workId)
                .containsExactlyInAnyOrderElementsOf(works));
    }

    @Test
    void shouldTurnPoisonedRecordsIntoDeadLettersAndGoOn() {
        // given
        List<Topic<?>> sources = List.of(
                Topics.JOB_SUBMITTED,
                Topics.JOB_COMMAND,
                Topics.WORK_ANSWERED,
                Topics.WORK_ASKED,
                Topics.WORK_REPORTED,
                Topics.OBJECTS_RETIRED);

        // when
        for (Topic<?> source : sources) {
            client.sendRaw(source, "poison", "{\"no\":".getBytes(StandardCharsets.UTF_8));
            client.sendRaw(source, "poison", "{}".getBytes(StandardCharsets.UTF_8));
            client.sendRaw(source, "poison", null);
        }
        JobSubmitted job = Examples.job(21, "it-3");
        client.send(Topics.JOB_SUBMITTED, job);

        // then
        assertThat(client.awaitEnd(job.jobId())).isInstanceOf(JobEvent.Completed.class);
        for (Topic<?> source : sources) {
            await(source.name()).atMost(PATIENCE).untilAsserted(() -> assertThat(client.deadLetters())
                    .filteredOn(letter -> letter.sourceTopic().equals(source.name()))
                    .extracting(DeadLetter::sourceOffset)
                    .hasSize(3)
                    .doesNotHaveDuplicates());
        }
        assertThat(client.deadLetters())
                .allSatisfy(letter -> assertThat(letter.key()).isEqualTo("poison"));
    }

    @Test
    void shouldDeleteTheObjectsOfAnErasedJobAndOfWorkThatNobodyHolds() throws Exception {
        // given
        JobSubmitted job = Examples.job(31, "it-4", Stage.WAVEFORM);
        String original = ObjectKeys.original("default", "it-4");
        storage.put(original, new byte[] {1});
        storage.put(ObjectKeys.submissionDetails(job.jobId()), new byte[] {2});
        client.send(Topics.JOB_SUBMITTED, job);
        client.awaitEnd(job.jobId());
        String workId = worksOf(job.jobId()).getFirst();
        storage.put(ObjectKeys.workResult(workId), new byte[] {3});
        storage.put(ObjectKeys.artifact(workId, "ab"), new byte[] {4});

        // when
        client.send(Topics.JOB_COMMAND, new JobCommand.Erase(job.jobId(), Examples.TENANT, Instant.now()));

        // then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(storage.keys(ObjectKeys.jobPrefix(job.jobId()))).isEmpty();
            assertThat(storage.keys(ObjectKeys.workPrefix(workId))).isEmpty();
            assertThat(storage.keys(original)).isEmpty();
        });
        JobSubmitted again = Examples.job(32, "it-4", Stage.WAVEFORM);
        client.send(Topics.JOB_SUBMITTED, again);
        assertThat(client.awaitEnd(again.jobId())).isInstanceOf(JobEvent.Completed.class);
        assertThat(client.events(again.jobId()))
                .filteredOn(JobEvent.StageFinished.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(JobEvent.StageFinished.class, stage -> assertThat(stage.reused())
                        .isFalse());
    }

    @Test
    void shouldGoOnWithJobsWhileTheStorageIsDownAndDeleteLater() throws Exception {
        // given
        JobSubmitted erased = Examples.job(41, "it-5", Stage.WAVEFORM);
        storage.put(ObjectKeys.submissionDetails(erased.jobId()), new byte[] {2});
        client.send(Topics.JOB_SUBMITTED, erased);
        client.awaitEnd(erased.jobId());

        // when
        storage.stop();
        client.send(Topics.JOB_COMMAND, new JobCommand.Erase(erased.jobId(), Examples.TENANT, Instant.now()));
        JobSubmitted next = Examples.job(42, "it-6", Stage.WAVEFORM);
        client.send(Topics.JOB_SUBMITTED, next);
        JobEvent end = client.awaitEnd(next.jobId());
        storage.start();

        // then
        assertThat(end).isInstanceOf(JobEvent.Completed.class);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(storage.keys(ObjectKeys.jobPrefix(erased.jobId())))
                .isEmpty());
    }

    private static List<String> worksOf(String jobId) {
        JobEvent.Planned planned = (JobEvent.Planned) client.events(jobId).getFirst();
        return planned.stages().stream().map(stage -> stage.workId()).toList();
    }
}
