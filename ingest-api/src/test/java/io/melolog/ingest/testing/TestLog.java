package io.melolog.ingest.testing;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.topic.Topic;
import io.melolog.testing.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plays the other services: writes what they write, reads what they read. */
public final class TestLog implements AutoCloseable {
    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    public TestLog(TestBroker broker) {
        bootstrapServers = broker.bootstrapServers();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    public <T extends Event> void write(Topic<T> topic, T event) throws Exception {
        writeRaw(topic, event.eventKey(), topic.serializer("/test").serialize(topic.name(), event));
    }

    public void writeRaw(Topic<?> topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
    }

    /** Everything of a topic that has a key, so far. */
    public <T extends Event> List<ConsumerRecord<String, T>> read(Topic<T> topic, String key) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), topic.deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> end = new HashMap<>(consumer.endOffsets(partitions));
            List<ConsumerRecord<String, T>> found = new ArrayList<>();
            while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                for (ConsumerRecord<String, T> entry : consumer.poll(Duration.ofMillis(200))) {
                    if (entry.key().equals(key)) {
                        found.add(entry);
                    }
                }
            }
            return found;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
