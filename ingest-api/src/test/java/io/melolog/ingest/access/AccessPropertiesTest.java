package io.melolog.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.ingest.access.AccessProperties.Dedup;
import io.melolog.ingest.access.AccessProperties.Mode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPropertiesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "password", "thirty-one-letters-are-too-few!", "thirty-two letters, but with spaces"})
    void shouldRefuseAWeakAdminKey(String adminKey) {
        assertThatThrownBy(() -> new AccessProperties(Mode.KEYS, adminKey, Dedup.TENANT, Set.of()))
                .hasMessageContaining("melolog.admin-key")
                .satisfies(e -> assertThat(adminKey.isEmpty() || !e.getMessage().contains(adminKey))
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://issuer.example.org", "http://localhost.example.org", "ftp://localhost", "issuer", ""})
    void shouldRefuseAnIssuerWhoseKeysCouldBeExchangedOnTheWay(String issuer) {
        assertThatThrownBy(() -> new OidcProperties(issuer, "melolog", null, "tenant", "scope"))
                .hasMessageContaining("must be an https address");
    }

    @Test
    void shouldRefuseAnIssuerWithoutAnAudience() {
        assertThatThrownBy(() -> new OidcProperties("https://issuer.example.org", "", null, "tenant", "scope"))
                .hasMessageContaining("melolog.auth.oidc.audience is required");
    }
}
