package io.melolog.ingest.access;

import io.melolog.ingest.access.AccessProperties.Mode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Caller;
import io.melolog.schemas.access.ApiKey;
import io.melolog.schemas.access.Scope;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells who calls by the header {@code Authorization: Bearer …}: an API key, the operator's admin key, or a token of the issuer. Thread-safe. */
public final class Authenticator {
    private static final String SCHEME = "bearer ";
    private static final String REFUSED = "The key or token is not valid.";

    private final AccessProperties properties;
    private final ApiKeys keys;
    private final @Nullable TokenVerifier tokens;
    private final Clock clock;
    private final @Nullable String adminKeySha256;

    /** @param tokens null where no issuer is configured */
    public Authenticator(AccessProperties properties, ApiKeys keys, @Nullable TokenVerifier tokens, Clock clock) {
        this.properties = properties;
        this.keys = keys;
        this.tokens = tokens;
        this.clock = clock;
        String adminKey = properties.adminKey();
        this.adminKeySha256 = adminKey == null ? null : HexFormat.of().formatHex(KeyText.digest(adminKey));
    }

    /**
     * Who calls.
     *
     * @return empty when the caller did not say
     * @throws TokenRefusedException when what the caller said is not so
     * @throws ProblemException when that cannot be told at the moment
     */
    Optional<Caller> caller(@Nullable String authorization) throws TokenRefusedException {
        if (properties.mode() == Mode.NONE) {
            return Optional.of(properties.anyone());
        }
        if (authorization == null) {
            return Optional.empty();
        }
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new TokenRefusedException("Send the key as: Authorization: Bearer KEY.");
        }
        return Optional.of(bearer(authorization.substring(SCHEME.length()).strip()));
    }

    private Caller bearer(String token) throws TokenRefusedException {
        if (adminKeySha256 != null && KeyText.isDigestOf(token, adminKeySha256)) {
            return caller(Caller.DEFAULT_TENANT, "admin-key", Set.of(Scope.values()));
        }
        Optional<KeyText> key = KeyText.parse(token);
        if (key.isPresent()) {
            return owner(keys.proven(key.get()).orElseThrow(() -> new TokenRefusedException(REFUSED)));
        }
        if (tokens == null) {
            throw new TokenRefusedException(REFUSED);
        }
        TokenVerifier.Bearer bearer = tokens.verify(token);
        return caller(bearer.tenant(), "token:" + bearer.subject(), bearer.scopes());
    }

    /** Who has the whole key may know what became of it. */
    private Caller owner(ApiKey key) throws TokenRefusedException {
        if (!key.isValid(clock.instant())) {
            throw new TokenRefusedException(key.revokedAt() == null ? "The key has expired." : "The key was revoked.");
        }
        return caller(key.tenant(), "key:" + key.keyId(), Set.copyOf(key.scopes()));
    }

    private Caller caller(String tenant, String who, Set<Scope> scopes) {
        return new Caller(tenant, properties.dedup().scopeOf(tenant), who, scopes);
    }
}
