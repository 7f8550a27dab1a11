package io.melolog.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** The same against Apache's own image, where a Docker engine answers. */
class ServicesApartInContainerIT extends ServicesApart {
    private static final String IMAGE = "apache/kafka:4.3.1";

    private KafkaContainer broker;

    @Override
    String startBroker(Path dir) {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "skipped: no Docker engine answers here, so the services were not tried on " + IMAGE);
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
