package io.melolog.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.job.JobEvent;
import io.melolog.testing.TestBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Topics on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicCreatorIT {
    private static final short ONE_COPY = 1;

    private TestBroker broker;
    private Admin admin;

    @BeforeAll
    void start() {
        broker = new TestBroker();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    void stop() {
        admin.close();
        broker.close();
    }

    @AfterEach
    void deleteTopics() throws Exception {
        admin.deleteTopics(admin.listTopics().names().get()).all().get();
        await().until(() -> admin.listTopics().names().get().isEmpty());
    }

    @Test
    void shouldCreateEveryTopicAsTheCatalogueSays() throws Exception {
        // when
        TopicCreator.ensure(admin, Topics.all(), 3, ONE_COPY);

        // then
        Map<String, TopicDescription> topics = describe();
        assertThat(topics.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Topics.all().stream().map(Topic::name).toList());
        assertThat(Topics.all())
                .allSatisfy(topic ->
                        assertThat(topics.get(topic.name()).partitions()).hasSize(Topics.isQueue(topic) ? 1 : 3));
        for (Topic<?> topic : Topics.all()) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
            var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
            topic.retention().topicConfig().forEach((name, value) -> assertThat(
                            config.get(name).value())
                    .as("%s of %s", name, topic.name())
                    .isEqualTo(value));
        }
    }

    @Test
    void shouldLeaveAloneWhatIsThereAndAddWhatIsMissing() throws Exception {
        // given: an operator gave a topic more partitions
        TopicCreator.ensure(admin, List.of(Topics.JOB_EVENT), 2, ONE_COPY);
        admin.createPartitions(Map.of(Topics.JOB_EVENT.name(), NewPartitions.increaseTo(5)))
                .all()
                .get();
        await().until(() -> describe().get(Topics.JOB_EVENT.name()).partitions().size() == 5);

        // when
        TopicCreator.ensure(admin, Topics.all(), 2, ONE_COPY);
        TopicCreator.ensure(admin, Topics.all(), 2, ONE_COPY);

        // then
        Map<String, TopicDescription> topics = describe();
        assertThat(topics).hasSameSizeAs(Topics.all());
        assertThat(topics.get(Topics.JOB_EVENT.name()).partitions()).hasSize(5);
    }

    @Test
    void shouldSucceedForEveryServiceThatStartsAtOnce() throws Exception {
        // given
        int services = 4;
        var together = new CountDownLatch(1);

        // when
        try (var threads = Executors.newFixedThreadPool(services)) {
            List<? extends Future<?>> started = IntStream.range(0, services)
                    .mapToObj(service -> threads.submit(() -> {
                        together.await();
                        TopicCreator.ensure(admin, Topics.all(), 1, ONE_COPY);
                        return service;
                    }))
                    .toList();
            together.countDown();

            // then
            for (Future<?> one : started) {
                one.get();
            }
        }
        assertThat(describe()).hasSameSizeAs(Topics.all());
    }

    @Test
    void shouldSayWhyTheBrokerRefuses() {
        // when: one broker cannot hold three copies
        assertThatThrownBy(() -> TopicCreator.ensure(admin, Topics.all(), 1, (short) 3))
                // then
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("replication factor")
                .hasRootCauseInstanceOf(InvalidReplicationFactorException.class);
    }

    @Test
    void shouldCarryAnEventThroughTheBroker() {
        // given
        TopicCreator.ensure(admin, List.of(Topics.JOB_EVENT), 1, ONE_COPY);
        JobEvent event =
                new JobEvent.Completed("job-1", "default", 0, 7, Instant.parse("2026-11-20T12:00:00.123456789Z"));
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());

        // when
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), Topics.JOB_EVENT.serializer("/test"))) {
            producer.send(new ProducerRecord<>(Topics.JOB_EVENT.name(), event.eventKey(), event));
        }

        // then
        ConsumerRecord<String, JobEvent> read = readOne(settings);
        assertThat(read.value()).isEqualTo(event);
        assertThat(EventHeaders.get(read.headers(), EventHeaders.SUBJECT)).contains(read.key());
        assertThat(EventHeaders.get(read.headers(), EventHeaders.TYPE)).contains("audio.job.event.completed.v1");
    }

    private static ConsumerRecord<String, JobEvent> readOne(Map<String, Object> settings) {
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), Topics.JOB_EVENT.deserializer())) {
            var partition = new TopicPartition(Topics.JOB_EVENT.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var records = consumer.poll(Duration.ofSeconds(30)).records(partition);
            assertThat(records).hasSize(1);
            return records.getFirst();
        }
    }

    private Map<String, TopicDescription> describe() throws Exception {
        Collection<String> names = admin.listTopics().names().get();
        return admin.describeTopics(names).allTopicNames().get();
    }
}
