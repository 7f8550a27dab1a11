package io.melolog.worker.testing;

import io.melolog.schemas.deadletter.DeadLetter;
import io.melolog.schemas.event.Event;
import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.TopicCreator;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkCancelled;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.schemas.work.WorkSpec;
import io.melolog.testing.TestStorage;
import io.melolog.worker.lease.StageRunner;
import io.melolog.worker.lease.WorkerHarness;
import io.melolog.worker.lease.WorkerSettings;
import io.melolog.worker.storage.WorkStorage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Stands for the ledger: writes requests and cancellations, reads reports. Starts workers. */
public final class WorkerBench implements AutoCloseable {
    public static final Duration LOCK = Duration.ofSeconds(3);
    private static final int PARTITIONS = 2;

    private final String bootstrapServers;
    private final String s3Endpoint;
    private final KafkaProducer<String, byte[]> producer;
    private final List<WorkerHarness> harnesses = new ArrayList<>();

    public WorkerBench(String bootstrapServers, String s3Endpoint) {
        this.bootstrapServers = bootstrapServers;
        this.s3Endpoint = s3Endpoint;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            TopicCreator.ensure(admin, Topics.all(), PARTITIONS, (short) 1);
        }
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
    }

    public WorkerHarness startWorker(Path dataDir, Duration grace, StageRunner... stages) throws Exception {
        WorkerSettings settings = new WorkerSettings(
                "worker-" + UUID.randomUUID().toString().substring(0, 8),
                bootstrapServers,
                PARTITIONS,
                (short) 1,
                2,
                1,
                LOCK,
                grace,
                dataDir);
        WorkerHarness harness = new WorkerHarness(
                settings,
                List.of(stages),
                new WorkStorage(TestStorage.newClient(s3Endpoint), TestStorage.BUCKET),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        harnesses.add(harness);
        harness.start();
        return harness;
    }

    /** A request of work that no other test asks for. */
    public static WorkRequested request(Stage stage, Lane lane, InputObject... inputs) {
        WorkSpec spec = new WorkSpec(
                stage,
                stage.version(),
                stage.defaultModel(),
                List.of(new WorkInput.Upload(UUID.randomUUID().toString())),
                stage.defaultParameters(),
                "default");
        return new WorkRequested(
                spec.workId(),
                "request-" + UUID.randomUUID(),
                1,
                "default",
                spec,
                List.of(inputs),
                lane,
                Clock.systemUTC().instant());
    }

    public WorkRequested ask(WorkRequested request) throws Exception {
        Headers headers = new RecordHeaders();
        EventHeaders.set(headers, EventHeaders.TRACE_PARENT, traceParent(request));
        send(Topics.requested(request.spec().stage(), request.lane()), request, headers);
        return request;
    }

    /** The trace that {@link #ask} gives a request. */
    public static String traceParent(WorkRequested request) {
        return "00-" + request.workId().substring(0, 32) + "-00f067aa0ba902b7-01";
    }

    public void cancel(WorkRequested request) throws Exception {
        send(
                Topics.WORK_CANCELLED,
                new WorkCancelled(
                        request.workId(),
                        request.requestId(),
                        request.spec().stage(),
                        Clock.systemUTC().instant()),
                new RecordHeaders());
    }

    /** Writes to the catalogue of models. */
    public void register(ModelRegistration registration) throws Exception {
        send(Topics.MODEL_REGISTERED, registration, new RecordHeaders());
    }

    public void sendRaw(String topic, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, "key", value)).get();
    }

    /** Every report of the request so far, in order. */
    public List<WorkReported> reports(WorkRequested request) {
        return records(Topics.WORK_REPORTED.name()).stream()
                .map(record -> Topics.WORK_REPORTED.deserializer().deserialize(record.topic(), record.value()))
                .filter(report -> report.lease().requestId().equals(request.requestId()))
                .toList();
    }

    /** The reports of the request that end it. */
    public List<WorkReported> ends(WorkRequested request) {
        return reports(request).stream()
                .filter(report -> !(report instanceof WorkReported.Started || report instanceof WorkReported.Progress))
                .toList();
    }

    public List<DeadLetter> deadLetters() {
        return records(Topics.DEAD_LETTER.name()).stream()
                .map(record -> Topics.DEAD_LETTER.deserializer().deserialize(record.topic(), record.value()))
                .toList();
    }

    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /** Stops every worker that this bench started. */
    public void stopWorkers() {
        harnesses.forEach(WorkerHarness::close);
        harnesses.clear();
    }

    @Override
    public void close() {
        stopWorkers();
        producer.close();
    }

    private <T extends Event> void send(Topic<T> topic, T event, Headers headers) throws Exception {
        byte[] json = topic.serializer("/test").serialize(topic.name(), headers, event);
        producer.send(new ProducerRecord<>(topic.name(), null, event.eventKey(), json, headers))
                .get();
    }
}
