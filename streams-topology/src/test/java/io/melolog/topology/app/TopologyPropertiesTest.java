package io.melolog.topology.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TopologyPropertiesTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "melolog.kafka.bootstrap-servers", "localhost:9092",
            "melolog.s3.endpoint", "http://localhost:9000",
            "melolog.s3.access-key", "key",
            "melolog.s3.secret-key", "very-secret",
            "melolog.data-dir", "data");

    @Test
    void shouldNeedNoMoreThanWhereThingsAre() {
        // when
        TopologyProperties properties = bind(REQUIRED);

        // then
        assertThat(properties.kafka().topics().partitions()).isEqualTo(6);
        assertThat(properties.topology().workDeadline()).isEqualTo(Duration.ofSeconds(60));
        assertThat(properties.topology().retireAfter()).isEqualTo(Duration.ofHours(25));
        assertThat(properties.toString()).doesNotContain("very-secret");
    }

    @ParameterizedTest
    @CsvSource({
        "melolog.kafka.bootstrap-servers,''",
        "melolog.data-dir,''",
        "melolog.s3.endpoint,localhost",
        "melolog.s3.secret-key,''",
        "melolog.kafka.topics.partitions,0",
        "melolog.topology.max-attempts,0",
        "melolog.topology.work-deadline,-1s"
    })
    void shouldNameTheSettingThatIsWrong(String name, String value) {
        // given
        Map<String, String> settings = new HashMap<>(REQUIRED);
        settings.put(name, value);

        // then
        assertThatThrownBy(() -> bind(settings)).hasStackTraceContaining(name);
    }

    private static TopologyProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bind("melolog", TopologyProperties.class)
                .get();
    }
}
