package io.melolog.notifier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class NotifierPropertiesTest {
    private static final Map<String, String> LEAST =
            Map.of("melolog.kafka.bootstrap-servers", "127.0.0.1:9092", "melolog.data-dir", "data");

    @Test
    void shouldNeedABrokerAndAFolderAndNothingElse() {
        // when
        NotifierProperties properties = bind(LEAST);

        // then
        assertThat(properties.kafka().servers()).isEqualTo("127.0.0.1:9092");
        assertThat(properties.kafka().topics().partitions()).isEqualTo(6);
        assertThat(properties.stateDir()).isEqualTo(Path.of("data", "notifier"));
    }

    @ParameterizedTest
    @CsvSource({
        "melolog.kafka.bootstrap-servers,''",
        "melolog.data-dir,''",
        "melolog.kafka.topics.partitions,0",
        "melolog.kafka.topics.replication-factor,0"
    })
    void shouldNameThePropertyThatIsWrong(String name, String value) {
        // given
        Map<String, String> wrong = new HashMap<>(LEAST);
        wrong.put(name, value);

        // then
        assertThatThrownBy(() -> bind(wrong)).rootCause().hasMessageContaining(name);
    }

    private static NotifierProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("melolog", NotifierProperties.class);
    }
}
