package io.melolog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.CapturedLog;
import io.melolog.ingest.testing.Replica;
import io.melolog.ingest.testing.TestIssuer;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens of an issuer beside keys; jobs of all tenants share work. */
class TokenIT {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static TestIssuer issuer;
    private static Replica api;
    private static CapturedLog log;
    private static final List<String> tokens = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        issuer = new TestIssuer();
        broker = new TestBroker();
        storage = new TestStorage(folder.resolve("s3"));
        Map<String, Object> settings = Map.of(
                "melolog.auth.mode",
                "keys",
                "melolog.auth.oidc.issuer",
                issuer.address(),
                "melolog.auth.oidc.audience",
                TestIssuer.AUDIENCE,
                "melolog.dedup.scope",
                "global");
        api = new Replica(broker, storage, folder.resolve("data"), settings).awaitReady();
        log = new CapturedLog();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        storage.close();
        broker.close();
        issuer.close();
        log.close();
        tokens.forEach(
                token -> assertThat(log.lines()).as("no token is ever logged").noneMatch(line -> line.contains(token)));
    }

    @Test
    void shouldTakeTheIssuersTokens() throws Exception {
        // given
        String choir = issuer.signed(issuer.claims().build());
        String list = issuer.accessToken(
                issuer.claims().claim("scope", List.of("read", "other")).build());

        // when
        HttpResponse<String> accepted = api.upload("song.wav", Audio.wav(10_000, 1), bearer(choir));

        // then
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(Replica.json(accepted).path("tenant").stringValue()).isEqualTo("choir");
        assertThat(api.get("/v1/jobs", bearer(list)).statusCode()).isEqualTo(200);
        assertThat(api.upload("song.wav", Audio.wav(10_000, 1), bearer(list)).statusCode())
                .isEqualTo(403);
    }

    /** What is wrong with a token. */
    enum Flaw {
        EXPIRED,
        WITHOUT_EXPIRY,
        NOT_YET_VALID,
        WRONG_AUDIENCE,
        WITHOUT_AUDIENCE,
        WRONG_ISSUER,
        UNSIGNED,
        PUBLIC_KEY_AS_SECRET,
        UNKNOWN_KEY,
        FORGED,
        CHANGED,
        WITHOUT_TENANT,
        TENANT_OF_ANOTHER_KIND,
        TENANT_WITH_A_PATH
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAToken(Flaw flaw) throws Exception {
        // given
        String token = flawed(flaw);
        tokens.add(token);

        // when
        HttpResponse<String> response = api.get("/v1/jobs", bearer(token));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer realm=\"melolog\", error=\"invalid_token\"");
        assertThat(Replica.json(response).path("code").stringValue()).isEqualTo("unauthenticated");
    }

    private static String flawed(Flaw flaw) throws JOSEException {
        JWTClaimsSet good = issuer.claims().build();
        JWTClaimsSet.Builder bad = issuer.claims();
        return switch (flaw) {
            case EXPIRED ->
                issuer.signed(bad.expirationTime(Date.from(Instant.now().minusSeconds(60)))
                        .build());
            case WITHOUT_EXPIRY -> issuer.signed(bad.expirationTime(null).build());
            case NOT_YET_VALID ->
                issuer.signed(bad.notBeforeTime(Date.from(Instant.now().plusSeconds(120)))
                        .build());
            case WRONG_AUDIENCE -> issuer.signed(bad.audience("another").build());
            case WITHOUT_AUDIENCE -> issuer.signed(bad.audience((String) null).build());
            case WRONG_ISSUER ->
                issuer.signed(bad.issuer("https://evil.example.org").build());
            case UNSIGNED -> issuer.unsigned(good);
            case PUBLIC_KEY_AS_SECRET -> issuer.signedWithPublicKeyAsSecret(good);
            case UNKNOWN_KEY -> issuer.signedWithUnknownKey(good);
            case FORGED -> issuer.forged(good);
            case CHANGED ->
                changed(
                        issuer.signed(good),
                        issuer.signed(bad.claim("tenant", "band").build()));
            case WITHOUT_TENANT -> issuer.signed(bad.claim("tenant", null).build());
            case TENANT_OF_ANOTHER_KIND ->
                issuer.signed(bad.claim("tenant", List.of("choir")).build());
            case TENANT_WITH_A_PATH ->
                issuer.signed(bad.claim("tenant", "../choir").build());
        };
    }

    /** The claims of one token under the signature of another. */
    private static String changed(String signed, String claims) {
        String[] signedParts = signed.split("\\.");
        return signedParts[0] + "." + claims.split("\\.")[1] + "." + signedParts[2];
    }

    @Test
    void shouldNotAskTheIssuerForEveryMadeUpKey() throws Exception {
        // given
        String token = issuer.signedWithUnknownKey(issuer.claims().build());

        // when
        for (int i = 0; i < 50; i++) {
            assertThat(api.get("/v1/jobs", bearer(token)).statusCode()).isEqualTo(401);
        }

        // then
        assertThat(issuer.keySetRequests()).isLessThan(10);
        assertThat(api.get("/v1/jobs", bearer(issuer.signed(issuer.claims().build())))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldSayWhenTheIssuerDoesNotAnswer() throws Exception {
        // given
        String token;
        Map<String, Object> settings;
        try (TestIssuer gone = new TestIssuer()) {
            token = gone.signed(gone.claims().build());
            settings = Map.of(
                    "melolog.auth.mode",
                    "keys",
                    "melolog.auth.oidc.issuer",
                    gone.address(),
                    "melolog.auth.oidc.audience",
                    TestIssuer.AUDIENCE);
        }
        try (Replica replica = new Replica(broker, storage, folder.resolve("orphan"), settings).awaitReady()) {
            // when
            HttpResponse<String> response = replica.get("/v1/jobs", bearer(token));

            // then
            assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            assertThat(Replica.json(response).path("code").stringValue()).isEqualTo("issuer_unavailable");
        }
    }

    @Test
    void shouldKeepOneOriginalForAllTenantsAndOnlyTheOwnJobs() throws Exception {
        // given
        byte[] same = Audio.wav(10_000, 4711);
        String choir = issuer.signed(issuer.claims().build());
        String band = issuer.signed(issuer.claims().claim("tenant", "band").build());

        // when
        String ofChoir = submit(same, choir);
        String ofBand = submit(same, band);

        // then
        assertThat(storage.filesContaining("originals/_global")).isNotEmpty();
        assertThat(storage.filesContaining("originals/choir")).isEmpty();
        assertThat(api.get("/v1/jobs/" + ofChoir + "/artifacts/source", bearer(choir))
                        .statusCode())
                .isEqualTo(302);
        assertThat(api.get("/v1/jobs/" + ofChoir + "/artifacts/source", bearer(band))
                        .statusCode())
                .isEqualTo(404);
        assertThat(api.send("POST", "/v1/jobs/" + ofChoir + "/cancel", BodyPublishers.noBody(), bearer(band))
                        .statusCode())
                .isEqualTo(404);
        assertThat(api.get("/v1/jobs/" + ofBand, bearer(band)).statusCode()).isEqualTo(200);
    }

    private static String submit(byte[] content, String token) {
        HttpResponse<String> response = api.upload("song.wav", content, bearer(token));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return Replica.json(response).path("id").stringValue();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
