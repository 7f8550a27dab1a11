package io.melolog.ingest.access;

import io.melolog.ingest.log.EventLog;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.access.ApiKey;
import io.melolog.schemas.topic.Topics;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Makes and revokes keys. Each change is acknowledged by the log and holds on this replica when its method returns. Thread-safe. */
public final class KeyRegistry {
    private final ApiKeys keys;
    private final EventLog log;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public KeyRegistry(ApiKeys keys, EventLog log, Clock clock) {
        this.keys = keys;
        this.log = log;
        this.clock = clock;
    }

    /** A key that was just made: the only moment at which its text is known. */
    record Created(ApiKey key, KeyText text) {}

    /** @throws ProblemException {@code invalid_parameter} for a key that would be over before it began */
    Created create(KeyRequest wanted, String traceParent) {
        KeyText text = KeyText.random(random);
        Instant now = clock.instant();
        Instant expiresAt = wanted.expiresAt();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw ProblemException.of(ProblemCode.INVALID_PARAMETER, "expiresAt is in the past.");
        }
        ApiKey key = new ApiKey(
                text.id(), wanted.tenant(), wanted.scopes(), wanted.name(), text.sha256(), now, expiresAt, null, now);
        keys.awaitRecord(log.append(Topics.KEY_REGISTERED, key, traceParent));
        return new Created(key, text);
    }

    List<ApiKey> all() {
        return keys.all();
    }

    /**
     * From now on the key is refused: here when this returns, elsewhere when the record arrives there. Revoking it again changes nothing.
     *
     * @throws ProblemException {@code key_not_found}
     */
    void revoke(String keyId, String traceParent) {
        ApiKey key = keys.find(keyId)
                .orElseThrow(() -> ProblemException.of(ProblemCode.KEY_NOT_FOUND, "There is no key with this id."));
        if (key.revokedAt() == null) {
            keys.awaitRecord(log.append(Topics.KEY_REGISTERED, key.revoked(clock.instant()), traceParent));
        }
    }
}
