package io.melolog.ingest.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public keys of an issuer, fetched when the first token comes and kept for 5 minutes. A key that is not among them is looked for again, twice
 * in 30 s at most, so that tokens with made-up keys are no load for the issuer. Thread-safe.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MAX_BYTES = 256 * 1024;
    private static final long FETCH_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final OidcProperties properties;
    private final ResourceRetriever web = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
    private final ReentrantLock discovering = new ReentrantLock();
    private volatile @Nullable JWKSource<SecurityContext> found;
    private boolean failed;
    private long failedNanos;

    IssuerKeys(OidcProperties properties) {
        this.properties = properties;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            return source().get(selector, context);
        } catch (RateLimitReachedException e) {
            return List.of(); // we have just looked
        }
    }

    private JWKSource<SecurityContext> source() throws KeySourceException {
        JWKSource<SecurityContext> known = found;
        if (known != null) {
            return known;
        }
        discovering.lock();
        try {
            known = found;
            if (known == null) {
                known = discover();
                found = known;
            }
            return known;
        } finally {
            discovering.unlock();
        }
    }

    private JWKSource<SecurityContext> discover() throws KeySourceException {
        if (failed && System.nanoTime() - failedNanos < FETCH_AGAIN_NANOS) {
            throw new KeySourceException("the issuer did not answer a moment ago");
        }
        try {
            URI jwks = properties.jwksUri() == null ? advertised() : properties.jwksUri();
            return JWKSourceBuilder.<SecurityContext>create(jwks.toURL(), web)
                    .retrying(true)
                    .build();
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            failed = true;
            failedNanos = System.nanoTime();
            throw new KeySourceException("the issuer does not say where its keys are", e);
        }
    }

    /** As OpenID Connect Discovery 1.0, section 4, has it. */
    private URI advertised() throws IOException {
        String base = properties.issuer().endsWith("/")
                ? properties.issuer().substring(0, properties.issuer().length() - 1)
                : properties.issuer();
        JsonNode document = MAPPER.readTree(web.retrieveResource(url(base + "/.well-known/openid-configuration"))
                .getContent());
        if (!properties.issuer().equals(document.path("issuer").asString(""))) {
            throw new IOException("the document at the issuer's address is another issuer's");
        }
        URI jwks = URI.create(document.path("jwks_uri").asString(""));
        OidcProperties.requireSafe("jwks_uri", jwks);
        return jwks;
    }

    private static java.net.URL url(String text) throws MalformedURLException {
        return URI.create(text).toURL();
    }
}
