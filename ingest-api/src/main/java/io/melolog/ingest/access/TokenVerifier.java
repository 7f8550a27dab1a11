package io.melolog.ingest.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.tenant.Caller;
import io.melolog.schemas.access.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Takes the tokens of one issuer (RFC 9068, or any JWT with the claims it needs): signed with one of the issuer's public keys, meant for this
 * service, not expired. Algorithms without a public key ({@code none}, {@code HS256}) are not among those that are tried. Thread-safe.
 */
public final class TokenVerifier {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final int MAX_SUBJECT_LENGTH = 100;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final OidcProperties properties;
    private final NimbusJwtDecoder decoder;

    /** Whose token it is. */
    record Bearer(String subject, String tenant, Set<Scope> scopes) {}

    public TokenVerifier(OidcProperties properties, Clock clock) {
        this.properties = properties;
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new IssuerKeys(properties)));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // below, where the clock is ours
        JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
        times.setClock(clock);
        times.setAllowEmptyExpiryClaim(false);
        this.decoder = new NimbusJwtDecoder(processor);
        this.decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(
                times, new JwtIssuerValidator(properties.issuer()), new JwtAudienceValidator(properties.audience()))));
    }

    /**
     * Whose token that is.
     *
     * @throws TokenRefusedException when it is none, or not for this service
     * @throws ProblemException {@code issuer_unavailable} when the issuer's keys cannot be had
     */
    Bearer verify(String token) throws TokenRefusedException {
        Jwt jwt = decode(token);
        Object tenant = jwt.getClaims().get(properties.tenantClaim());
        if (!(tenant instanceof String name) || !Caller.isTenant(name)) {
            throw new TokenRefusedException("The token's claim " + properties.tenantClaim()
                    + " does not name a tenant as this service has them.");
        }
        return new Bearer(
                printable(jwt.getSubject()), name, scopes(jwt.getClaims().get(properties.scopeClaim())));
    }

    private Jwt decode(String token) throws TokenRefusedException {
        try {
            return decoder.decode(token);
        } catch (BadJwtException e) {
            throw new TokenRefusedException(
                    "The token is not valid: it has expired, is not meant for this service, or was not signed by its issuer.");
        } catch (JwtException e) {
            throw ProblemException.passing(
                    ProblemCode.ISSUER_UNAVAILABLE,
                    "Whether the token is valid cannot be told at the moment. Try again.",
                    RETRY_AFTER_SECONDS,
                    e);
        }
    }

    /** Scopes of other services are left out. */
    private static Set<Scope> scopes(@Nullable Object claim) {
        Collection<?> named =
                switch (claim) {
                    case String text -> Arrays.asList(text.split(" "));
                    case Collection<?> list -> list;
                    case null, default -> List.of();
                };
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        named.forEach(name -> Scope.find(String.valueOf(name)).ifPresent(scopes::add));
        return scopes;
    }

    /** For logs: what others wrote is not let in as it is. */
    private static String printable(@Nullable String subject) {
        String text = subject == null ? "-" : subject.replaceAll("[^!-~]", "?");
        return text.length() <= MAX_SUBJECT_LENGTH ? text : text.substring(0, MAX_SUBJECT_LENGTH);
    }
}
