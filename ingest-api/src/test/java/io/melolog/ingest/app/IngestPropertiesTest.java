package io.melolog.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.ingest.access.AccessProperties;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class IngestPropertiesTest {
    private static final Map<String, Object> NEEDED = Map.of(
            "MELOLOG_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
            "MELOLOG_S3_ENDPOINT", "http://s3:9000",
            "MELOLOG_S3_ACCESS_KEY", "access",
            "MELOLOG_S3_SECRET_KEY", "secret",
            "MELOLOG_DATA_DIR", "/data");

    @Test
    void shouldReadEverySettingFromTheEnvironment() {
        // given
        Map<String, Object> environment = new HashMap<>(NEEDED);
        environment.put("MELOLOG_UPLOAD_MAX_BYTES", "1048576");
        environment.put("MELOLOG_S3_PUBLIC_ENDPOINT", "https://files.example.org");
        environment.put("MELOLOG_KAFKA_TOPICS_PARTITIONS", "12");
        environment.put("MELOLOG_HTTP_PORT", "80");

        // when
        IngestProperties properties = bind(environment);

        // then
        assertThat(properties.kafka().servers()).isEqualTo("broker:9092");
        assertThat(properties.kafka().topics().partitions()).isEqualTo(12);
        assertThat(properties.upload().maxBytes().toBytes()).isEqualTo(1_048_576);
        assertThat(properties.s3().publicEndpoint()).hasHost("files.example.org");
        assertThat(properties.http().port()).isEqualTo(80);
        assertThat(properties.ownFolder()).hasToString("/data/ingest-api");
    }

    @Test
    void shouldNeedNoMoreThanAddressesAndKeys() {
        // when
        IngestProperties properties = bind(NEEDED);

        // then
        assertThat(properties.upload().maxBytes().toMegabytes()).isEqualTo(200);
        assertThat(properties.http().address()).isEqualTo("127.0.0.1");
        assertThat(properties.s3().bucket()).isEqualTo("melolog");
        assertThat(properties.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "melolog.kafka.bootstrap-servers",
                "melolog.s3.endpoint",
                "melolog.s3.access-key",
                "melolog.data-dir"
            })
    void shouldNameTheSettingThatIsMissing(String property) {
        // given
        Map<String, Object> environment = new HashMap<>(NEEDED);
        environment.remove(
                property.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_'));

        // then
        assertThatThrownBy(() -> bind(environment)).hasRootCauseMessage(property + " is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3"})
    void shouldRefuseToServeOthersWithoutKeys(String address) {
        // given
        Map<String, Object> environment = new HashMap<>(NEEDED);
        environment.put("MELOLOG_HTTP_ADDRESS", address);

        // then
        assertThatThrownBy(() -> bind(environment))
                .rootCause()
                .hasMessageContaining("melolog.http.address is " + address)
                .hasMessageContaining("Set melolog.auth.mode=keys (MELOLOG_AUTH_MODE=keys) and MELOLOG_ADMIN_KEY");

        // when
        environment.put("MELOLOG_AUTH_MODE", "keys");

        // then
        assertThat(bind(environment).areMetricsOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
    void shouldServeItsOwnMachineWithoutKeys(String address) {
        // given
        Map<String, Object> environment = new HashMap<>(NEEDED);
        environment.put("MELOLOG_HTTP_ADDRESS", address);

        // then
        assertThat(bind(environment).areMetricsOpen()).isTrue();
    }

    @Test
    void shouldNotIgnoreAnIssuer() {
        // given
        Map<String, Object> environment = new HashMap<>(NEEDED);
        environment.put("MELOLOG_AUTH_OIDC_ISSUER", "https://issuer.example.org");

        // then
        assertThatThrownBy(() -> bind(environment)).rootCause().hasMessageContaining("Set melolog.auth.mode=keys");
    }

    @Test
    void shouldReadWhoMayCallFromTheEnvironment() {
        // given
        Map<String, Object> environment = new HashMap<>(NEEDED);
        environment.put("MELOLOG_AUTH_MODE", "keys");
        environment.put("MELOLOG_ADMIN_KEY", "a-hidden-admin-key-of-32-letters!");
        environment.put("MELOLOG_AUTH_OIDC_ISSUER", "https://issuer.example.org");
        environment.put("MELOLOG_AUTH_OIDC_TENANT_CLAIM", "org");
        environment.put("MELOLOG_DEDUP_SCOPE", "global");
        environment.put("MELOLOG_HTTP_METRICS_OPEN", "false");
        environment.put("MELOLOG_HTTP_CORS_ALLOWED_ORIGINS", "https://a.example.org,https://b.example.org");

        // when
        IngestProperties properties = bind(environment);

        // then
        assertThat(properties.adminKey()).isEqualTo("a-hidden-admin-key-of-32-letters!");
        assertThat(properties.auth().oidc().tenantClaim()).isEqualTo("org");
        assertThat(properties.dedup().scope()).isEqualTo(AccessProperties.Dedup.GLOBAL);
        assertThat(properties.areMetricsOpen()).isFalse();
        assertThat(properties.http().cors().allowedOrigins()).hasSize(2);
        assertThat(properties.toString()).doesNotContain("hidden");
    }

    private static IngestProperties bind(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        return new Binder(ConfigurationPropertySources.get(environment))
                .bind("melolog", IngestProperties.class)
                .get();
    }
}
