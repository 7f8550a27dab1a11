package io.melolog.it;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The same against Apache's own image, where a Docker engine answers. */
@EnabledIf(
        value = "dockerAnswers",
        disabledReason = "no Docker engine answers here, so the services were not tried on Apache's Kafka image")
class ServicesApartInContainerIT extends ServicesApart {
    private static final String IMAGE = "apache/kafka:4.3.1";

    private KafkaContainer broker;

    static boolean dockerAnswers() {
        boolean answers = DockerClientFactory.instance().isDockerAvailable();
        if (!answers) {
            System.out.println("SKIPPED: no Docker engine answers here, so the services were not tried on " + IMAGE);
        }
        return answers;
    }

    @Override
    String startBroker(Path dir) {
        broker = new KafkaContainer(IMAGE)
                .withEnv(Map.of(
                        "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1",
                        "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1",
                        "KAFKA_GROUP_SHARE_DELIVERY_COUNT_LIMIT", "10"));
        broker.start();
        return broker.getBootstrapServers();
    }

    @Override
    void stopBroker() {
        if (broker != null) {
            broker.stop();
        }
    }
}
