package io.melolog.ingest.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID provider with one key, and whatever tokens a test wants. */
public final class TestIssuer implements AutoCloseable {
    public static final String AUDIENCE = "melolog";

    private final HttpServer server;
    private final RSAKey key;
    private final AtomicInteger keySetRequests = new AtomicInteger();

    public TestIssuer() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("first").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", this::discovery);
        server.createContext("/keys", this::keys);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often the keys were fetched. */
    public int keySetRequests() {
        return keySetRequests.get();
    }

    /** What a good token says; valid for five minutes. */
    public JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .audience(List.of("another", AUDIENCE))
                .subject("alice")
                .claim("tenant", "choir")
                .claim("scope", "openid submit read")
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    public String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, key, "first");
    }

    /** Under a name of our key, but signed with another. */
    public String forged(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, new RSAKeyGenerator(2048).generate(), "first");
    }

    public String signedWithUnknownKey(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, new RSAKeyGenerator(2048).generate(), "second");
    }

    /** As an access token of RFC 9068. */
    public String accessToken(JWTClaimsSet claims) throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .type(new JOSEObjectType("at+jwt"))
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    /** Without a signature. */
    public String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    /** The old trick: the public key, which everybody has, as the secret of a symmetric signature. */
    public String signedWithPublicKeyAsSecret(JWTClaimsSet claims) throws JOSEException {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    private static String signed(JWTClaimsSet claims, RSAKey signer, String keyId) throws JOSEException {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(signer));
        return token.serialize();
    }

    private void discovery(HttpExchange exchange) throws IOException {
        answer(exchange, "{\"issuer\":\"" + address() + "\",\"jwks_uri\":\"" + address() + "/keys\"}");
    }

    private void keys(HttpExchange exchange) throws IOException {
        keySetRequests.incrementAndGet();
        answer(exchange, new JWKSet(key.toPublicJWK()).toString());
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
