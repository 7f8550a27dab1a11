package io.melolog.topology.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.topology.deadletter.DeadLetters;
import io.melolog.topology.ledger.LedgerSettings;
import io.melolog.topology.metric.TopologyMeters;
import io.melolog.topology.metric.TopologyMetric;
import io.melolog.topology.testing.Examples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopologyFlowTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @TempDir
    Path dir;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        TopologyMeters meters = new TopologyMeters(registry);
        TopologyProperties properties = TestProperties.of("localhost:1", dir);
        Properties settings = new Properties();
        settings.putAll(StreamsSettings.of(properties, new DeadLetters(Clock.systemUTC(), meters)));
        driver = new TopologyTestDriver(MelologTopology.build(LedgerSettings.DEFAULT, meters), settings, Examples.AT);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void shouldTakeAJobThroughItsStages() {
        // given
        send(Topics.JOB_SUBMITTED, Examples.job(1, "c0"));

        // when
        work(Stage.WAVEFORM);
        work(Stage.SEPARATION);
        work(Stage.PITCH);

        // then
        assertThat(values(Topics.JOB_EVENT))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "Planned",
                        "StageStarted",
                        "StageFinished",
                        "StageStarted",
                        "StageFinished",
                        "StageStarted",
                        "StageFinished",
                        "Completed");
        for (Stage stage : Stage.values()) {
            assertThat(values(Topics.completed(stage))).hasSize(1);
        }
    }

    @Test
    void shouldAnswerTheSameContentFromTheLedger() {
        // given
        send(Topics.JOB_SUBMITTED, Examples.job(1, "c0", Stage.WAVEFORM));
        work(Stage.WAVEFORM);
        values(Topics.JOB_EVENT);

        // when
        send(Topics.JOB_SUBMITTED, Examples.job(2, "c0", Stage.WAVEFORM));

        // then
        List<JobEvent> events = values(Topics.JOB_EVENT);
        assertThat(events).hasSize(3);
        assertThat(events.get(0))
                .isInstanceOfSatisfying(JobEvent.Planned.class, planned -> assertThat(planned.duplicateOf())
                        .isEqualTo(Examples.jobId(1)));
        assertThat(events.get(1))
                .isInstanceOfSatisfying(JobEvent.StageFinished.class, stage -> assertThat(stage.reused())
                        .isTrue());
        assertThat(values(Topics.requested(Stage.WAVEFORM, Lane.INTERACTIVE))).isEmpty();
    }

    @Test
    void shouldRetryAfterAWhileAndCarryTheTraceAlong() {
        // given
        send(Topics.JOB_SUBMITTED, Examples.job(1, "c0", Stage.WAVEFORM));
        WorkRequested first = request(Stage.WAVEFORM);
        send(
                Topics.WORK_REPORTED,
                new WorkReported.Failed(
                        Examples.lease(first), FailureCode.STORAGE_UNAVAILABLE.because("no answer"), Examples.AT));
        assertThat(values(Topics.requested(Stage.WAVEFORM, Lane.INTERACTIVE))).isEmpty();

        // when
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        // then
        List<TestRecord<String, WorkRequested>> again = records(Topics.requested(Stage.WAVEFORM, Lane.INTERACTIVE));
        assertThat(again).singleElement().satisfies(record -> {
            assertThat(record.value().attempt()).isEqualTo(2);
            assertThat(EventHeaders.get(record.headers(), EventHeaders.TRACE_PARENT))
                    .contains(TRACE);
            assertThat(EventHeaders.get(record.headers(), EventHeaders.SOURCE)).contains("/streams-topology");
            assertThat(EventHeaders.get(record.headers(), EventHeaders.SUBJECT)).contains(record.key());
        });
    }

    @Test
    void shouldGiveUpOnASilentWorkerAndFailTheJobAfterTheLastAttempt() {
        // given
        send(Topics.JOB_SUBMITTED, Examples.job(1, "c0", Stage.WAVEFORM));

        // when
        for (int attempt = 1; attempt <= 3; attempt++) {
            send(Topics.WORK_REPORTED, Examples.started(request(Stage.WAVEFORM), now()));
            driver.advanceWallClockTime(Duration.ofSeconds(61));
            driver.advanceWallClockTime(Duration.ofSeconds(10));
        }

        // then
        assertThat(values(Topics.JOB_EVENT)).last().isInstanceOfSatisfying(JobEvent.Failed.class, failed -> assertThat(
                        failed.error().code())
                .isEqualTo("deadline_exceeded"));
        assertThat(values(Topics.WORK_CANCELLED)).hasSize(3);
    }

    @Test
    void shouldDeleteWhatAnErasedJobHeldOnceItsUrlsHaveExpired() {
        // given
        send(Topics.JOB_SUBMITTED, Examples.job(1, "c0", Stage.WAVEFORM));
        work(Stage.WAVEFORM);

        // when
        send(Topics.JOB_COMMAND, new JobCommand.Erase(Examples.jobId(1), Examples.TENANT, now()));
        assertThat(values(Topics.OBJECTS_RETIRED))
                .extracting(ObjectsRetired::kind)
                .containsExactly(ObjectsRetired.Kind.JOB);
        driver.advanceWallClockTime(Duration.ofHours(26));
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        // then
        List<ObjectsRetired> retired = values(Topics.OBJECTS_RETIRED);
        assertThat(retired)
                .extracting(ObjectsRetired::kind)
                .containsExactlyInAnyOrder(ObjectsRetired.Kind.WORK, ObjectsRetired.Kind.ORIGINAL);
        for (ObjectsRetired objects : retired) {
            send(Topics.WORK_ASKED, new WorkAsked.Deleted(objects.ownerId(), objects.at()));
        }
        assertThat(driver.getKeyValueStore("ledger-work-store").all()).isExhausted();
        assertThat(driver.getKeyValueStore("ledger-due-store").all()).isExhausted();
    }

    static List<Topic<?>> sources() {
        return List.of(
                Topics.JOB_SUBMITTED,
                Topics.JOB_COMMAND,
                Topics.WORK_ANSWERED,
                Topics.WORK_ASKED,
                Topics.WORK_REPORTED);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void shouldTurnEveryPoisonedRecordIntoADeadLetterAndGoOn(Topic<?> source) {
        // given
        TestInputTopic<String, byte[]> raw =
                driver.createInputTopic(source.name(), new StringSerializer(), new ByteArraySerializer());

        // when
        raw.pipeInput("k", "{\"no\":\"such\"".getBytes(StandardCharsets.UTF_8));
        raw.pipeInput("k", "{}".getBytes(StandardCharsets.UTF_8));
        raw.pipeInput("k", null);
        raw.pipeInput(null, "[]".getBytes(StandardCharsets.UTF_8));

        // then: the test driver keeps those letters only that a processor causes; the broker test sees them all
        assertThat(values(Topics.DEAD_LETTER)).singleElement().satisfies(letter -> {
            assertThat(letter.sourceTopic()).isEqualTo(source.name());
            assertThat(letter.sourceOffset()).isEqualTo(2);
            assertThat(letter.service()).isEqualTo("streams-topology");
            assertThat(letter.code()).isEqualTo("unprocessable_record");
            assertThat(letter.cause()).isNotBlank();
        });
        assertThat(registry.get(TopologyMetric.DEAD_LETTERS.meterName())
                        .counter()
                        .count())
                .isEqualTo(4);
        shouldTakeAJobThroughItsStages();
    }

    @Test
    void shouldRefuseARecordUnderAnotherJobsKey() {
        // given
        JobSubmitted job = Examples.job(1, "c0");

        // when
        driver.createInputTopic(
                        Topics.JOB_SUBMITTED.name(), new StringSerializer(), Topics.JOB_SUBMITTED.serializer("/test"))
                .pipeInput("another", job);

        // then
        assertThat(values(Topics.DEAD_LETTER)).singleElement().satisfies(letter -> assertThat(letter.code())
                .isEqualTo("unprocessable_record"));
    }

    private void work(Stage stage) {
        WorkRequested request = request(stage);
        send(Topics.WORK_REPORTED, Examples.started(request, now()));
        send(Topics.WORK_REPORTED, Examples.succeeded(request, now()));
    }

    private WorkRequested request(Stage stage) {
        List<WorkRequested> requests = values(Topics.requested(stage, Lane.INTERACTIVE));
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }

    private Instant now() {
        return Examples.AT;
    }

    private <T extends Event> void send(Topic<T> topic, T event) {
        RecordHeaders headers = new RecordHeaders();
        EventHeaders.set(headers, EventHeaders.TRACE_PARENT, TRACE);
        driver.createInputTopic(topic.name(), new StringSerializer(), topic.serializer("/test"))
                .pipeInput(new TestRecord<>(event.eventKey(), event, headers));
    }

    private <T extends Event> List<T> values(Topic<T> topic) {
        return records(topic).stream().map(TestRecord::value).toList();
    }

    private <T extends Event> List<TestRecord<String, T>> records(Topic<T> topic) {
        TestOutputTopic<String, T> output =
                driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.deserializer());
        return output.readRecordsToList();
    }
}
