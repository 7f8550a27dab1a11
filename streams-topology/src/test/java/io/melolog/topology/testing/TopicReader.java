package io.melolog.topology.testing;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.topic.Topic;
import io.melolog.testing.TestBroker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics from their beginning, committed records only, on a thread of its own, and keeps what it read. */
public final class TopicReader implements AutoCloseable {
    private final List<Event> read = new CopyOnWriteArrayList<>();
    private final Map<String, Topic<?>> topics = new HashMap<>();
    private final Consumer<Event> listener;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread = new Thread(this::run, "topic-reader");
    private volatile boolean stopping;

    public TopicReader(TestBroker broker, Collection<? extends Topic<?>> topics, Consumer<Event> listener) {
        topics.forEach(topic -> this.topics.put(topic.name(), topic));
        this.listener = listener;
        Map<String, Object> settings = new HashMap<>(broker.clientSettings());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "reader-" + UUID.randomUUID());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 500);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(this.topics.keySet());
        thread.start();
    }

    public <T> List<T> all(Class<T> type) {
        return read.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void run() {
        while (!stopping) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                Event event = topics.get(record.topic()).deserializer().deserialize(record.topic(), record.value());
                read.add(event);
                listener.accept(event);
            }
        }
        consumer.close();
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
