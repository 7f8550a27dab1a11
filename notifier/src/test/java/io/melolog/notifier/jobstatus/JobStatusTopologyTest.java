package io.melolog.notifier.jobstatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.melolog.notifier.testing.JobHistory;
import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStatusTopologyTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T13:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path stateDir;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TopologyTestDriver driver;
    private TestInputTopic<String, JobEvent> events;
    private TestInputTopic<String, byte[]> rawEvents;
    private TestOutputTopic<String, JobStatus> statuses;
    private TestOutputTopic<String, DeadLetter> deadLetters;

    @BeforeEach
    void start() {
        NotifierMetrics metrics = new NotifierMetrics(registry);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        properties.put(DeadLetterHandler.METRICS_CONFIG, metrics);
        properties.put(DeadLetterHandler.CLOCK_CONFIG, CLOCK);
        driver = new TopologyTestDriver(JobStatusTopology.build(metrics, CLOCK), properties);
        events = driver.createInputTopic(
                Topics.JOB_EVENT.name(), new StringSerializer(), Topics.JOB_EVENT.serializer("/test"));
        rawEvents = driver.createInputTopic(Topics.JOB_EVENT.name(), new StringSerializer(), new ByteArraySerializer());
        statuses = driver.createOutputTopic(
                Topics.JOB_STATUS.name(), new StringDeserializer(), Topics.JOB_STATUS.deserializer());
        deadLetters = driver.createOutputTopic(
                Topics.DEAD_LETTER.name(), new StringDeserializer(), Topics.DEAD_LETTER.deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void shouldKeepItsShape() throws IOException {
        // given
        String golden;
        try (InputStream in = getClass().getResourceAsStream("/topology/notifier.txt")) {
            golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        // then: a change here needs a note on how data folders migrate
        assertThat(JobStatusTopology.build(new NotifierMetrics(registry), CLOCK)
                        .describe()
                        .toString()
                        .strip())
                .isEqualToNormalizingNewlines(golden.strip());
    }

    @Test
    void shouldWriteAStatusForEveryEventWithItsTrace() {
        // given
        List<JobEvent> history = new JobHistory("j")
                .planned(Stage.PITCH)
                .finished(Stage.PITCH, false)
                .completed()
                .events();
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        // when
        for (JobEvent event : history) {
            RecordHeaders headers = new RecordHeaders();
            EventHeaders.set(headers, EventHeaders.TRACE_PARENT, trace);
            events.pipeInput(new TestRecord<>("j", event, headers));
        }

        // then
        List<TestRecord<String, JobStatus>> written = statuses.readRecordsToList();
        assertThat(written).extracting(record -> record.value().sequence()).containsExactly(1L, 2L, 3L);
        assertThat(written).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo("j");
            assertThat(EventHeaders.get(record.headers(), EventHeaders.TRACE_PARENT))
                    .contains(trace);
            assertThat(EventHeaders.get(record.headers(), EventHeaders.TYPE)).contains("audio.job.status.job.v1");
            assertThat(EventHeaders.get(record.headers(), EventHeaders.SOURCE)).contains("/notifier");
        });
        assertThat(registry.counter("notifier.events", "outcome", "applied").count())
                .isEqualTo(3);
    }

    @Test
    void shouldWriteNothingForADuplicate() {
        // given
        JobHistory history = new JobHistory("j").planned(Stage.PITCH);

        // when
        events.pipeInput("j", history.last());
        events.pipeInput("j", history.last());

        // then
        assertThat(statuses.readValuesToList()).hasSize(1);
        assertThat(deadLetters.isEmpty()).isTrue();
        assertThat(registry.counter("notifier.events", "outcome", "ignored").count())
                .isEqualTo(1);
    }

    @Test
    void shouldDeadLetterAGapAndGoOnWithOtherJobs() {
        // given
        List<JobEvent> history = new JobHistory("j")
                .planned(Stage.PITCH)
                .started(Stage.PITCH, 1)
                .completed()
                .events();

        // when
        events.pipeInput("j", history.get(0));
        events.pipeInput("j", history.get(2));
        events.pipeInput("k", new JobHistory("k").planned(Stage.PITCH).last());

        // then
        DeadLetter letter = deadLetters.readValue();
        assertThat(letter.code()).isEqualTo("sequence_gap");
        assertThat(letter.sourceTopic()).isEqualTo(Topics.JOB_EVENT.name());
        assertThat(letter.sourceOffset()).isEqualTo(1);
        assertThat(letter.key()).isEqualTo("j");
        assertThat(letter.at()).isEqualTo(CLOCK.instant());
        assertThat(statuses.readValuesToList()).extracting(JobStatus::jobId).containsExactly("j", "k");
    }

    @Test
    void shouldDeadLetterWhatItCannotReadAndGoOn() {
        // when
        rawEvents.pipeInput("j", "{\"type\":\"planned\"".getBytes(StandardCharsets.UTF_8));
        rawEvents.pipeInput("j", null);
        rawEvents.pipeInput(null, "[]".getBytes(StandardCharsets.UTF_8));
        events.pipeInput("other", new JobHistory("j").planned(Stage.PITCH).last());
        events.pipeInput("j", new JobHistory("j").planned(Stage.PITCH).last());

        // then
        assertThat(deadLetters.readValuesToList())
                .extracting(DeadLetter::code, DeadLetter::sourceOffset, DeadLetter::key)
                .containsExactly(
                        tuple("unreadable_record", 0L, "j"),
                        tuple("foreign_key", 1L, "j"),
                        tuple("unreadable_record", 2L, ""),
                        tuple("foreign_key", 3L, "other"));
        assertThat(statuses.readValuesToList()).hasSize(1);
    }
}
