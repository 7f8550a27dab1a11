package io.melolog.worker.app;

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

class WorkerPropertiesTest {
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "melolog.kafka.bootstrap-servers", "127.0.0.1:9092",
            "melolog.s3.endpoint", "http://127.0.0.1:9000",
            "melolog.s3.access-key", "key",
            "melolog.s3.secret-key", "very secret",
            "melolog.data-dir", "data"));

    @Test
    void shouldNeedOnlyAddressesKeysAndAFolder() {
        // when
        WorkerProperties properties = bind();

        // then
        assertThat(properties.kafka().topics().partitions()).isEqualTo(6);
        assertThat(properties.s3().bucket()).isEqualTo("melolog");
        assertThat(properties.audio().maxSeconds()).isEqualTo(900);
        assertThat(properties.worker().cpuSlots()).isEqualTo(2);
        assertThat(properties.worker().lock()).isEqualTo(Duration.ofSeconds(15));
        assertThat(properties.worker().nameOrDefault()).isNotBlank();
    }

    @Test
    void shouldNotPrintSecrets() {
        // when
        String printed = bind().toString();

        // then
        assertThat(printed).doesNotContain("very secret");
    }

    @ParameterizedTest
    @CsvSource({
        "melolog.kafka.bootstrap-servers,",
        "melolog.s3.access-key,",
        "melolog.data-dir,",
        "melolog.kafka.topics.partitions,0",
        "melolog.audio.max-seconds,-1",
        "melolog.worker.cpu-slots,-1",
        "melolog.worker.lock,10ms",
        "melolog.worker.grace-period,-1s"
    })
    void shouldNameThePropertyThatIsWrong(String property, String value) {
        // given
        settings.remove(property);
        if (value != null) {
            settings.put(property, value);
        }

        // then
        assertThatThrownBy(this::bind).rootCause().hasMessageContaining(property);
    }

    private WorkerProperties bind() {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("melolog", WorkerProperties.class);
    }
}
