package io.melolog.topology.testing;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.testing.TestBroker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Answers every request at once: started, then succeeded. Each report is sent twice, since workers report at least once. */
public final class FakeWorkers implements AutoCloseable {
    private final KafkaProducer<String, WorkReported> producer;
    private final TopicReader reader;

    public FakeWorkers(TestBroker broker) {
        producer = new KafkaProducer<>(
                Map.copyOf(broker.clientSettings()), new StringSerializer(), Topics.WORK_REPORTED.serializer("/test"));
        List<Topic<?>> requested = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            for (Lane lane : Lane.values()) {
                requested.add(Topics.requested(stage, lane));
            }
        }
        reader = new TopicReader(broker, requested, this::work);
    }

    public List<WorkRequested> requests() {
        return reader.all(WorkRequested.class);
    }

    private void work(Event event) {
        if (event instanceof WorkRequested request) {
            Instant now = Instant.now();
            for (WorkReported report : List.of(Examples.started(request, now), Examples.succeeded(request, now))) {
                producer.send(new ProducerRecord<>(Topics.WORK_REPORTED.name(), report.eventKey(), report));
                producer.send(new ProducerRecord<>(Topics.WORK_REPORTED.name(), report.eventKey(), report));
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        reader.close();
        producer.close();
    }
}
