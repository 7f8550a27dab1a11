package io.melolog.topology.app;

import java.nio.file.Path;
import java.time.Duration;

final class TestProperties {
    private TestProperties() {}

    static TopologyProperties of(String bootstrapServers, Path dataDir) {
        return new TopologyProperties(
                new TopologyProperties.Kafka(bootstrapServers, new TopologyProperties.Topics(3, (short) 1)),
                new TopologyProperties.S3("http://127.0.0.1:1", "key", "secret", "melolog", "us-east-1"),
                dataDir.toString(),
                new TopologyProperties.Tuning(
                        "melolog-topology", 1, Duration.ofMillis(20), Duration.ofSeconds(60), 3, Duration.ofHours(25)));
    }
}
