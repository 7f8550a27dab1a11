package io.melolog.notifier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.notifier.testing.JobHistory;
import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import io.melolog.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotifierApplicationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path dir;

    private static TestBroker broker;
    private ConfigurableApplicationContext context;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new TestBroker(dir.resolve("kafka"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void startNotifier() {
        context = new SpringApplicationBuilder(NotifierApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "melolog.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "melolog.kafka.topics.partitions=2",
                        "melolog.data-dir=" + dir.resolve("state"))
                .run();
    }

    @AfterEach
    void stopNotifier() {
        context.close();
    }

    @Test
    @Order(1)
    void shouldWriteEveryStatusOnceInOrderAndSurvivePoison() {
        // given
        List<JobEvent> first = JobHistory.random("job-1", new Random(1));
        List<JobEvent> second = JobHistory.random("job-2", new Random(2));

        // when
        send("job-1", first);
        sendRaw("job-1", "no json".getBytes(StandardCharsets.UTF_8));
        send("job-2", second);

        // then
        List<JobStatus> written = read(Topics.JOB_STATUS, visible(first) + visible(second));
        assertThat(sequences(written, "job-1")).isEqualTo(sequencesOf(first));
        assertThat(sequences(written, "job-2")).isEqualTo(sequencesOf(second));
        assertThat(read(Topics.DEAD_LETTER, 1)).extracting(DeadLetter::code).containsExactly("unreadable_record");
    }

    @Test
    @Order(2)
    void shouldGoOnWhereItStopped() {
        // given: the notifier of the first test is gone, its data folder is here
        List<JobEvent> third = JobHistory.random("job-3", new Random(3));
        int before = read(Topics.JOB_STATUS, 1).size();

        // when
        send("job-3", third.subList(0, 1));
        await().atMost(PATIENCE)
                .until(() ->
                        sequences(read(Topics.JOB_STATUS, before + 1), "job-3").size() == 1);
        context.close();
        startNotifier();
        send("job-3", third);

        // then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sequences(read(Topics.JOB_STATUS, before + 1), "job-3"))
                .isEqualTo(sequencesOf(third)));
    }

    private static long visible(List<JobEvent> history) {
        return sequencesOf(history).size();
    }

    private static List<Long> sequencesOf(List<JobEvent> history) {
        return history.stream()
                .filter(event -> event.runId() == 0)
                .map(JobEvent::sequence)
                .toList();
    }

    private static List<Long> sequences(List<JobStatus> statuses, String jobId) {
        return statuses.stream()
                .filter(status -> status.jobId().equals(jobId))
                .map(JobStatus::sequence)
                .toList();
    }

    private static void send(String key, List<JobEvent> events) {
        try (var producer = new KafkaProducer<>(
                broker.clientSettings(), new StringSerializer(), Topics.JOB_EVENT.serializer("/test"))) {
            events.forEach(event -> producer.send(new ProducerRecord<>(Topics.JOB_EVENT.name(), key, event)));
        }
    }

    private static void sendRaw(String key, byte[] value) {
        try (var producer =
                new KafkaProducer<>(broker.clientSettings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.JOB_EVENT.name(), key, value));
        }
    }

    /** Everything on the topic, once there are {@code atLeast} records. */
    private static <T extends Event> List<T> read(Topic<T> topic, long atLeast) {
        Map<String, Object> settings = new HashMap<>(broker.clientSettings());
        settings.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), topic.deserializer())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(topic.name(), 0), new TopicPartition(topic.name(), 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<T> values = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= atLeast;
            });
            consumer.poll(Duration.ofMillis(500)).forEach(record -> values.add(record.value()));
            return values;
        }
    }
}
