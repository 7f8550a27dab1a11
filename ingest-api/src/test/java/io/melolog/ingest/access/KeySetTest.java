package io.melolog.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.access.ApiKey;
import io.melolog.schemas.access.Scope;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void shouldNotTakeBackARevocation() {
        // given
        ApiKey key = key("0123456789abcdef", NOON);

        // when
        KeySet keys =
                KeySet.EMPTY.with(key).with(key.revoked(NOON.plusSeconds(1))).with(key);

        // then
        assertThat(keys.find(key.keyId()).orElseThrow().isValid(NOON.plusSeconds(2)))
                .isFalse();
    }

    @Test
    void shouldListTheOldestFirst() {
        // given
        ApiKey older = key("ffffffffffffffff", NOON.minusSeconds(1));
        ApiKey younger = key("0000000000000000", NOON);

        // then
        assertThat(KeySet.EMPTY.with(younger).with(older).all()).containsExactly(older, younger);
    }

    @Test
    void shouldEndAKeyAtItsTime() {
        // given
        ApiKey key = new ApiKey("a", "t", List.of(Scope.READ), "", "", NOON, NOON.plusSeconds(1), null, NOON);

        // then
        assertThat(key.isValid(NOON)).isTrue();
        assertThat(key.isValid(NOON.plusSeconds(1))).isFalse();
    }

    @Test
    void shouldReadTheKeysThatItMakes() {
        // given
        SecureRandom random = new SecureRandom();
        KeyText one = KeyText.random(random);
        KeyText two = KeyText.random(random);

        // then
        assertThat(KeyText.parse(one.text())).isEqualTo(Optional.of(one));
        assertThat(one.text()).isNotEqualTo(two.text());
        assertThat(KeyText.isDigestOf(one.text(), one.sha256())).isTrue();
        assertThat(KeyText.isDigestOf(two.text(), one.sha256())).isFalse();
        assertThat(one.toString())
                .doesNotContain(one.text().substring(one.text().lastIndexOf('_') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mlk_", "mlk_0123456789abcdef_", "mlk_0123456789ABCDEF_0", "other"})
    void shouldTakeNothingElseForAKey(String text) {
        assertThat(KeyText.parse(text)).isEmpty();
    }

    private static ApiKey key(String id, Instant at) {
        return new ApiKey(id, "choir", List.of(Scope.READ), "", "0".repeat(64), at, null, null, at);
    }
}
