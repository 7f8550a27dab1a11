package io.melolog.schemas.access;

import io.melolog.schemas.event.Event;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of the HTTP API as it stands since {@code at}. The key itself is nowhere but with its owner.
 *
 * @param keyId names the key; no secret
 * @param tenant on whose behalf its owner calls
 * @param scopes what its owner may do
 * @param name for people
 * @param sha256 of the whole key as it is sent, 64 hexadecimal digits
 * @param expiresAt from when on it is refused; null when it does not expire
 * @param revokedAt since when it is refused, for ever; null when it is not revoked
 */
public record ApiKey(
        String keyId,
        String tenant,
        List<Scope> scopes,
        String name,
        String sha256,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        Instant at)
        implements Event {
    public ApiKey {
        scopes = List.copyOf(scopes);
    }

    @Override
    public String eventKey() {
        return keyId;
    }

    @Override
    public String eventId() {
        return keyId + ":" + at.toEpochMilli();
    }

    /** The same key, refused from now on. */
    public ApiKey revoked(Instant now) {
        return new ApiKey(keyId, tenant, scopes, name, sha256, createdAt, expiresAt, now, now);
    }

    /** Whether it is accepted at that time. */
    public boolean isValid(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** Without the hash, which no log needs. */
    @Override
    public String toString() {
        return "ApiKey[" + keyId + ", " + tenant + ", " + scopes + "]";
    }
}
