package io.melolog.schemas.topic;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** How long a topic keeps its records. */
public sealed interface Retention {
    /** The topic settings that bring it about. */
    Map<String, String> topicConfig();

    /** The history: never deleted. */
    record Forever() implements Retention {
        @Override
        public Map<String, String> topicConfig() {
            return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "delete", TopicConfig.RETENTION_MS_CONFIG, "-1");
        }
    }

    /** The newest record of each key. */
    record Compacted() implements Retention {
        @Override
        public Map<String, String> topicConfig() {
            return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact");
        }
    }

    /** A while. */
    record For(Duration duration) implements Retention {
        @Override
        public Map<String, String> topicConfig() {
            return Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    "delete",
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(duration.toMillis()));
        }
    }
}
