package io.melolog.standalone.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A process with a broker and a producer that writes transactions as Kafka Streams does: to two topics, with the offset of a group. It dies, as
 * by {@code kill -9}, as soon as its last commit was answered: the broker answers when the transaction is decided, before its end is written.
 */
final class TransactionLoop {
    static final String FIRST = "first";
    static final String SECOND = "second";
    static final String GROUP = "loop";
    static final TopicPartition INPUT = new TopicPartition(FIRST, 0);
    static final int KILLED = 137;

    private TransactionLoop() {}

    /** @param args the broker's folder, its two ports, the number to begin with, and how many to write */
    public static void main(String[] args) throws Exception {
        BrokerPorts ports = new BrokerPorts(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        EmbeddedBroker.start(Path.of(args[0]), ports);
        createTopics(ports);
        KafkaProducer<String, String> producer = producer(ports);
        producer.initTransactions();
        long from = Long.parseLong(args[3]);
        long to = from + Long.parseLong(args[4]);
        for (long number = from; number < to; number++) {
            write(producer, number);
        }
        Runtime.getRuntime().halt(KILLED);
    }

    static KafkaProducer<String, String> producer(BrokerPorts ports) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", ports.bootstrapServers(), "transactional.id", "loop-1"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void write(KafkaProducer<String, String> producer, long number) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(FIRST, Long.toString(number)));
        producer.send(new ProducerRecord<>(SECOND, Long.toString(number)));
        OffsetAndMetadata offset = new OffsetAndMetadata(number, Optional.empty(), "");
        producer.sendOffsetsToTransaction(Map.of(INPUT, offset), new ConsumerGroupMetadata(GROUP));
        producer.commitTransaction();
    }

    private static void createTopics(BrokerPorts ports) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ports.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(FIRST, 1, (short) 1), new NewTopic(SECOND, 1, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
