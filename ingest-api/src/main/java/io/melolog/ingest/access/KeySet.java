package io.melolog.ingest.access;

import io.melolog.schemas.access.ApiKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key that was ever made, as far as the log was read. Immutable. */
final class KeySet {
    static final KeySet EMPTY = new KeySet(Map.of());
    private static final Comparator<ApiKey> BY_AGE =
            Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::keyId);

    private final Map<String, ApiKey> byId;

    private KeySet(Map<String, ApiKey> byId) {
        this.byId = byId;
    }

    /** With one record more. What is revoked stays revoked, whatever a later record says. */
    KeySet with(ApiKey next) {
        ApiKey known = byId.get(next.keyId());
        if (known != null && known.revokedAt() != null) {
            return this;
        }
        Map<String, ApiKey> more = new HashMap<>(byId);
        more.put(next.keyId(), next);
        return new KeySet(Map.copyOf(more));
    }

    Optional<ApiKey> find(String keyId) {
        return Optional.ofNullable(byId.get(keyId));
    }

    /** The oldest first. */
    List<ApiKey> all() {
        return byId.values().stream().sorted(BY_AGE).toList();
    }
}
