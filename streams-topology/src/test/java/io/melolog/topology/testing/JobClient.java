package io.melolog.topology.testing;

import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Writes what ingest-api writes and reads what the world reads. */
public final class JobClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicReader reader;

    public JobClient(TestBroker broker) {
        producer = new KafkaProducer<>(
                Map.copyOf(broker.clientSettings()), new ByteArraySerializer(), new ByteArraySerializer());
        List<Topic<?>> topics = new ArrayList<>(List.of(Topics.JOB_EVENT, Topics.DEAD_LETTER));
        for (Stage stage : Stage.values()) {
            topics.add(Topics.completed(stage));
        }
        reader = new TopicReader(broker, topics, event -> {});
    }

    public <T extends Event> void send(Topic<T> topic, T event) {
        byte[] key = event.eventKey().getBytes(StandardCharsets.UTF_8);
        byte[] value = topic.serializer("/test").serialize(topic.name(), event);
        producer.send(new ProducerRecord<>(topic.name(), key, value));
        producer.flush();
    }

    public void sendRaw(Topic<?> topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), value));
        producer.flush();
    }

    public List<JobEvent> events(String jobId) {
        return reader.all(JobEvent.class).stream()
                .filter(event -> event.jobId().equals(jobId))
                .toList();
    }

    public List<DeadLetter> deadLetters() {
        return reader.all(DeadLetter.class);
    }

    public List<WorkCompleted> results() {
        return reader.all(WorkCompleted.class);
    }

    /** Waits for the job's last event. */
    public JobEvent awaitEnd(String jobId) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> events(jobId).stream()
                .anyMatch(event -> event instanceof JobEvent.Completed
                        || event instanceof JobEvent.Failed
                        || event instanceof JobEvent.Erased));
        return events(jobId).getLast();
    }

    @Override
    public void close() throws InterruptedException {
        reader.close();
        producer.close();
    }
}
