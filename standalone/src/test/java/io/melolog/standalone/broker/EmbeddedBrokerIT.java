package io.melolog.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed broker left behind does not stand in anybody's way. */
class EmbeddedBrokerIT {
    private static final int KILLS = Boolean.getBoolean("melolog.proof") ? 20 : 3;
    private static final int TRANSACTIONS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path dir;

    @Test
    void shouldFinishWhatWasDecidedWhenItWasKilled() throws Exception {
        // given
        Path data = dir.resolve("kafka");
        BrokerPorts ports = BrokerPorts.choose(0);
        long written = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            // when
            runUntilKilled(data, ports, written);

            // then
            try (EmbeddedBroker broker = EmbeddedBroker.start(data, ports)) {
                abortWhatWasNotDecided(ports);
                List<String> first = committed(broker.bootstrapServers(), TransactionLoop.FIRST);
                assertThat(committed(broker.bootstrapServers(), TransactionLoop.SECOND))
                        .as("kill %d", kill)
                        .isEqualTo(first);
                assertThat(first).doesNotHaveDuplicates();
                long last = Long.parseLong(first.getLast());
                assertThat(stableOffset(broker.bootstrapServers()))
                        .as("kill %d", kill)
                        .isEqualTo(last);
                written += TRANSACTIONS;
                assertThat(first).as("kill %d", kill).hasSize(Math.toIntExact(written));
            }
        }
    }

    private void runUntilKilled(Path data, BrokerPorts ports, long from) throws Exception {
        Process loop = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TransactionLoop.class.getName(),
                        data.toString(),
                        Integer.toString(ports.clientPort()),
                        Integer.toString(ports.controllerPort()),
                        Long.toString(from),
                        Integer.toString(TRANSACTIONS))
                .redirectError(dir.resolve("errors.txt").toFile())
                .start();
        assertThat(loop.waitFor()).isEqualTo(TransactionLoop.KILLED);
    }

    /** As Kafka Streams does when it starts. */
    private static void abortWhatWasNotDecided(BrokerPorts ports) {
        try (KafkaProducer<String, String> producer = TransactionLoop.producer(ports)) {
            producer.initTransactions();
        }
    }

    /** Every committed record, up to the very end of the log: an open transaction would hold the reader up before it. */
    private static List<String> committed(String bootstrapServers, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<String> values = new ArrayList<>();
        long end;
        try (KafkaConsumer<String, String> consumer = consumer(bootstrapServers, "read_uncommitted")) {
            end = consumer.endOffsets(List.of(partition)).get(partition);
        }
        try (KafkaConsumer<String, String> consumer = consumer(bootstrapServers, "read_committed")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < end) {
                assertThat(System.nanoTime() < deadline)
                        .as("%s can be read to its end, %d", topic, end)
                        .isTrue();
                consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
            }
        }
        return values;
    }

    private static KafkaConsumer<String, String> consumer(String bootstrapServers, String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static long stableOffset(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.listConsumerGroupOffsets(
                            TransactionLoop.GROUP, new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(TransactionLoop.INPUT)
                    .offset();
        }
    }
}
