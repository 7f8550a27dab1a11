package io.melolog.ingest.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.melolog.schemas.access.ApiKey;
import io.melolog.schemas.access.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as the API shows it.
 *
 * @param key the key itself: in the answer to its making, and never again
 */
record KeyDocument(
        String id,
        String tenant,
        List<Scope> scopes,
        String name,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {
    /** Every key. */
    record Listing(List<KeyDocument> keys) {}

    static KeyDocument of(ApiKey key) {
        return of(key, null);
    }

    static KeyDocument of(ApiKey key, @Nullable String text) {
        return new KeyDocument(
                key.keyId(),
                key.tenant(),
                key.scopes(),
                key.name(),
                key.createdAt(),
                key.expiresAt(),
                key.revokedAt(),
                text);
    }

    @Override
    public String toString() {
        return "KeyDocument[" + id + "]";
    }
}
