package io.melolog.ingest.access;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are taken.
 *
 * @param issuer as tokens name it; its keys are found by OpenID Connect discovery
 * @param audience that tokens must be meant for
 * @param jwksUri where its keys are; null to ask the issuer
 * @param tenantClaim the claim with the tenant's name
 * @param scopeClaim the claim with scopes: a list, or text with spaces between
 */
public record OidcProperties(
        String issuer, String audience, @Nullable URI jwksUri, String tenantClaim, String scopeClaim) {
    public OidcProperties {
        requireSafe("melolog.auth.oidc.issuer", URI.create(issuer));
        if (jwksUri != null) {
            requireSafe("melolog.auth.oidc.jwks-uri", jwksUri);
        }
        if (audience.isBlank()) {
            throw new IllegalArgumentException("melolog.auth.oidc.audience is required with an issuer: without it,"
                    + " tokens that were made for other services would be taken here");
        }
    }

    /** Keys that came over plain HTTP prove nothing, except from this machine. */
    static void requireSafe(String property, URI address) {
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        boolean here = host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        boolean safe = "https".equals(address.getScheme()) || ("http".equals(address.getScheme()) && here);
        if (!safe || host.isEmpty()) {
            throw new IllegalArgumentException(property + " must be an https address, not " + address);
        }
    }
}
