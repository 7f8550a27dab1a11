package io.melolog.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.worker.neural.child.EngineSettings;
import io.melolog.worker.neural.child.NeuralSettings;
import io.melolog.worker.neural.engine.Precision;
import java.nio.file.Path;
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
        assertThat(properties.separator().toSettings()).isEmpty();
        NeuralSettings networks = properties.neural().toSettings(Path.of("home"));
        assertThat(networks.engine().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(networks.engine().devices()).isEqualTo("auto");
        assertThat(networks.engine().precision()).isEqualTo(Precision.AUTO);
        assertThat(networks.maxHeapBytes()).isEqualTo(2L << 30);
    }

    @Test
    void shouldNotPrintSecrets() {
        // when
        String printed = bind().toString();

        // then
        assertThat(printed).doesNotContain("very secret");
    }

    @Test
    void shouldTakeTheSettingsOfNetworksAndOfASeparator() {
        // given
        settings.putAll(Map.of(
                "melolog.neural.threads", "3",
                "melolog.neural.batch", "8",
                "melolog.neural.precision", "half",
                "melolog.neural.devices", "cuda:0,cuda:1",
                "melolog.neural.idle-timeout", "30s",
                "melolog.neural.model-cache", "500MB",
                "melolog.separator.url", "https://separator.example",
                "melolog.separator.token", "a-secret-token",
                "melolog.separator.max-bytes", "1000000",
                "melolog.separator.download-hosts", "cdn.example,files.example:8443"));

        // when
        WorkerProperties properties = bind();

        // then
        NeuralSettings networks = properties.neural().toSettings(Path.of("home"));
        assertThat(networks.engine()).isEqualTo(new EngineSettings(3, 8, Precision.HALF, "cuda:0,cuda:1"));
        assertThat(networks.idle()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.neural().modelCache().toMegabytes()).isEqualTo(500);
        assertThat(properties.separator().toSettings()).hasValueSatisfying(separator -> {
            assertThat(separator.maxBytes()).isEqualTo(1_000_000);
            assertThat(separator.downloadHosts()).containsExactlyInAnyOrder("cdn.example", "files.example:8443");
            assertThat(separator.bearerToken()).isEqualTo("a-secret-token");
        });
        assertThat(properties.toString()).doesNotContain("a-secret-token");
    }

    @Test
    void shouldRefuseASeparatorThatCannotBeAsked() {
        // given
        settings.put("melolog.separator.url", "ftp://separator.example");

        // when / then
        assertThatThrownBy(() -> bind().separator().toSettings()).hasMessageContaining("melolog.separator.url");
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
        "melolog.worker.grace-period,-1s",
        "melolog.neural.threads,-1",
        "melolog.neural.batch,0",
        "melolog.neural.devices,gpu",
        "melolog.neural.memory,1MB",
        "melolog.neural.idle-timeout,0s",
        "melolog.neural.hang-timeout,0s"
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
