package io.melolog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.CapturedLog;
import io.melolog.ingest.testing.Replica;
import io.melolog.schemas.access.Scope;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Keys, scopes and tenants, on two replicas that ask for keys. */
class AccessIT {
    private static final String ADMIN_KEY = "an-operators-secret-of-some-forty-letters";
    private static final String UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057";
    private static final Set<String> PROBES = Set.of("GET /health/live", "GET /health/ready");
    /** What explains the API tells nothing of those who use it. */
    private static final Set<String> EXPLANATIONS = Set.of(
            "GET /v1/openapi.json",
            "GET /v1/openapi.yaml",
            "GET /docs",
            "GET /docs/{file}",
            "GET /problems",
            "GET /problems/{code}");

    private static final AtomicLong SEED = new AtomicLong();

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static CapturedLog log;
    private static Replica api;
    private static Replica other;
    private static final List<String> secrets = new ArrayList<>(List.of(ADMIN_KEY));

    /** A key as its owner got it. */
    private record Key(String id, String text) {
        String[] header() {
            return new String[] {"Authorization", "Bearer " + text};
        }
    }

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
        storage = new TestStorage(folder.resolve("s3"));
        Map<String, Object> settings =
                Map.of("melolog.auth.mode", "keys", "melolog.admin-key", ADMIN_KEY, "melolog.http.metrics-open", false);
        api = new Replica(broker, storage, folder.resolve("data"), settings).awaitReady();
        other = new Replica(broker, storage, folder.resolve("other"), settings).awaitReady();
        log = new CapturedLog();
    }

    @AfterAll
    static void stop() throws Exception {
        other.close();
        api.close();
        storage.close();
        broker.close();
        log.close();
        assertThat(log.lines()).hasSizeGreaterThan(secrets.size());
        for (String secret : secrets) {
            assertThat(log.lines()).as("no secret is ever logged").noneMatch(line -> line.contains(secret));
        }
    }

    static Stream<String> calls() {
        return api.calls().stream().filter(call -> !PROBES.contains(call) && !EXPLANATIONS.contains(call));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void shouldLetThroughOnlyThoseWhoMay(String call) {
        // given
        Scope needed = needed(call);

        for (Scope held : Scope.values()) {
            // when
            HttpResponse<String> response = call(api, call, key("choir", held).header());

            // then
            if (held == needed) {
                assertThat(response.statusCode())
                        .as(held + ": " + response.body())
                        .isNotIn(401, 403);
            } else {
                assertThat(response.statusCode())
                        .as(held + ": " + response.body())
                        .isEqualTo(403);
                assertProblem(response, "insufficient_scope");
                assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                        .contains("error=\"insufficient_scope\"", "scope=\"" + needed.id() + "\"");
            }
        }
    }

    /** As the table in the README has it. What is not in it needs {@code admin}. */
    private static Scope needed(String call) {
        Set<String> submitting = Set.of("POST /v1/jobs", "POST /v1/jobs/{id}/cancel", "DELETE /v1/jobs/{id}");
        boolean reading = call.startsWith("GET /v1/jobs") || call.startsWith("GET /v1/models");
        return submitting.contains(call) ? Scope.SUBMIT : reading ? Scope.READ : Scope.ADMIN;
    }

    @ParameterizedTest
    @MethodSource("calls")
    void shouldAskForAKey(String call) {
        // when
        HttpResponse<String> response = call(api, call);

        // then
        assertThat(response.statusCode()).isEqualTo(401);
        assertProblem(response, "unauthenticated");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"melolog\"");
    }

    @Test
    void shouldAnswerProbesWithoutAKey() {
        PROBES.forEach(call -> assertThat(call(api, call).statusCode()).isEqualTo(200));
        EXPLANATIONS.forEach(call -> assertThat(call(api, call).statusCode()).isNotIn(401, 403));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer mlk_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "Bearer mlk_",
                "Bearer ",
                "Bearer",
                "Basic YTpi",
                "Bearer not.a.token",
                "an-operators-secret-of-some-forty-letters"
            })
    void shouldRefuseWhatIsNoKey(String authorization) {
        // when
        HttpResponse<String> response = api.get("/v1/jobs", "Authorization", authorization);

        // then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer realm=\"melolog\", error=\"invalid_token\"");
    }

    @Test
    void shouldRefuseTheRightIdWithAnotherSecret() {
        // given
        Key one = key("choir", Scope.READ);
        Key two = key("choir", Scope.READ);
        String mixed = "mlk_" + one.id() + two.text().substring(two.text().lastIndexOf('_'));

        // then
        assertThat(api.get("/v1/jobs", "Authorization", "Bearer " + mixed).statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldKnowANewKeyOnEveryReplicaAtOnce() {
        for (int i = 0; i < 10; i++) {
            // given
            Key key = key("choir", Scope.READ);

            // then
            assertThat(other.get("/v1/jobs", key.header()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseARevokedKeyOnEveryReplica() {
        // given
        Key key = key("choir", Scope.READ);
        assertThat(other.get("/v1/jobs", key.header()).statusCode()).isEqualTo(200);

        // when
        HttpResponse<String> revoked = asAdmin("DELETE", "/v1/keys/" + key.id(), "");

        // then
        assertThat(revoked.statusCode()).isEqualTo(204);
        HttpResponse<String> here = api.get("/v1/jobs", key.header());
        assertThat(here.statusCode()).isEqualTo(401);
        assertThat(here.body()).contains("revoked");
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> other.get("/v1/jobs", key.header()).statusCode() == 401);
        assertThat(asAdmin("DELETE", "/v1/keys/" + key.id(), "").statusCode()).isEqualTo(204);
        assertThat(keyDocument(key.id()).path("revokedAt").isString()).isTrue();
    }

    @Test
    void shouldRefuseAKeyThatHasExpired() {
        // given
        Instant soon = Instant.now().plusSeconds(2);
        Key key = key("choir", "\"expiresAt\": \"" + soon + "\", \"scopes\": [\"read\"]");

        // then
        assertThat(api.get("/v1/jobs", key.header()).statusCode()).isEqualTo(200);
        await().until(() -> api.get("/v1/jobs", key.header()).statusCode() == 401);
        assertThat(api.get("/v1/jobs", key.header()).body()).contains("expired");
    }

    @Test
    void shouldShowAKeyOnce() {
        // when
        HttpResponse<String> created =
                asAdmin("POST", "/v1/keys", "{\"scopes\": [\"submit\", \"read\"], \"name\": \"Käte\"}");

        // then
        JsonNode document = Replica.json(created);
        String text = document.path("key").stringValue();
        String id = document.path("id").stringValue();
        secrets.add(text);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains("/v1/keys/" + id);
        assertThat(created.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(text).matches("mlk_[0-9a-f]{16}_[0-9a-f]{64}");
        JsonNode listed = keyDocument(id);
        assertThat(listed.path("tenant").stringValue()).isEqualTo("default");
        assertThat(listed.path("name").stringValue()).isEqualTo("Käte");
        assertThat(listed.path("scopes").toString()).isEqualTo("[\"submit\",\"read\"]");
        assertThat(listed.propertyNames()).doesNotContain("key", "sha256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"scopes\": []}",
                "{\"scopes\": \"read\"}",
                "{\"scopes\": [\"root\"]}",
                "{\"scopes\": [1]}",
                "{\"scopes\": [\"read\"], \"tenant\": \"../x\"}",
                "{\"scopes\": [\"read\"], \"tenant\": \"_global\"}",
                "{\"scopes\": [\"read\"], \"tenant\": \"\"}",
                "{\"scopes\": [\"read\"], \"name\": \"a\\nb\"}",
                "{\"scopes\": [\"read\"], \"expiresAt\": \"tomorrow\"}",
                "{\"scopes\": [\"read\"], \"expiresAt\": \"2001-01-01T00:00:00Z\"}",
                "{\"scopes\": [\"read\"], \"secret\": \"mine\"}"
            })
    void shouldSayWhatIsWrongWithAKey(String body) {
        assertProblem(asAdmin("POST", "/v1/keys", body), "invalid_parameter");
    }

    @Test
    void shouldNotFindAKeyThatIsNone() {
        assertProblem(asAdmin("DELETE", "/v1/keys/0123456789abcdef", ""), "key_not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET ",
                "GET ?wait=1",
                "GET /events",
                "GET /artifacts/source",
                "GET /artifacts/vocals.flac",
                "POST /cancel",
                "DELETE "
            })
    void shouldHideATenantsJobFromOthersAsIfThereWereNone(String call) {
        // given
        Key owner = key("choir", Scope.SUBMIT, Scope.READ);
        Key stranger = key("band", Scope.SUBMIT, Scope.READ);
        String job = submit(owner);
        String method = call.substring(0, call.indexOf(' '));
        String path = call.substring(call.indexOf(' ') + 1);

        // when
        HttpResponse<String> foreign =
                other.send(method, "/v1/jobs/" + job + path, BodyPublishers.noBody(), withId(stranger));
        HttpResponse<String> unknown =
                other.send(method, "/v1/jobs/" + UNKNOWN + path, BodyPublishers.noBody(), withId(stranger));

        // then
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(unknown.body().replace(UNKNOWN, job));
        assertThat(names(foreign)).isEqualTo(names(unknown));
        assertThat(api.get("/v1/jobs/" + job, owner.header()).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldListOnlyTheOwnJobs() {
        // given
        Key owner = key("soloist", Scope.SUBMIT, Scope.READ);
        Key stranger = key("band", Scope.READ);
        String job = submit(owner);

        // then
        assertThat(api.get("/v1/jobs?limit=100", owner.header()).body()).contains(job);
        assertThat(api.get("/v1/jobs?limit=100", stranger.header()).body()).doesNotContain(job);
        assertThat(api.get("/v1/jobs?limit=100", "Authorization", "Bearer " + ADMIN_KEY)
                        .body())
                .as("an admin sees no other tenant's jobs")
                .doesNotContain(job);
    }

    @Test
    void shouldKeepTheIdempotencyKeysOfTenantsApart() {
        // given
        byte[] same = Audio.wav(10_000, 4712);
        Key choir = key("choir", Scope.SUBMIT);
        Key band = key("band", Scope.SUBMIT);

        // when
        String ofChoir = submitOnce(choir, same);
        String ofBand = submitOnce(band, same);

        // then
        assertThat(submitOnce(choir, same)).isEqualTo(ofChoir);
        assertThat(ofBand).isNotEqualTo(ofChoir);
    }

    private static String submitOnce(Key key, byte[] content) {
        HttpResponse<String> response = api.upload(
                "song.wav", content, "Authorization", "Bearer " + key.text(), "Idempotency-Key", "the-same-for-all");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return Replica.json(response).path("id").stringValue();
    }

    @Test
    void shouldKeepTheOriginalsOfTenantsApart() throws Exception {
        // given
        byte[] same = Audio.wav(10_000, 4711);

        // when
        submit(key("choir", Scope.SUBMIT), same);
        submit(key("band", Scope.SUBMIT), same);

        // then
        assertThat(storage.filesContaining("originals/choir")).isNotEmpty();
        assertThat(storage.filesContaining("originals/band")).isNotEmpty();
    }

    @Test
    void shouldRecordWhatAdminsDo() {
        // given
        Key admin = key("choir", Scope.ADMIN);
        Key reader = key("choir", Scope.READ);

        // when
        api.send("DELETE", "/v1/keys/" + reader.id(), BodyPublishers.noBody(), withId(reader));
        api.send("DELETE", "/v1/keys/" + reader.id(), BodyPublishers.noBody(), withId(admin));

        // then
        List<String> audit = log.lines().stream()
                .filter(line -> line.startsWith("audit ") && line.contains("/v1/keys/" + reader.id()))
                .toList();
        assertThat(audit).hasSize(2);
        assertThat(audit.get(0)).contains("who=\"key:" + reader.id(), "action=\"DELETE\"", "insufficient_scope");
        assertThat(audit.get(1))
                .contains(
                        "who=\"key:" + admin.id(), "tenant=\"choir\"", "outcome=\"204\"", "requestId=the-same-for-all");
    }

    private static HttpResponse<String> call(Replica replica, String call, String... headers) {
        String method = call.substring(0, call.indexOf(' '));
        String path = call.substring(call.indexOf(' ') + 1).replaceAll("\\{[a-z]+}", UNKNOWN);
        return replica.send(method, path, BodyPublishers.noBody(), headers);
    }

    private static Key key(String tenant, Scope... scopes) {
        String list =
                Arrays.stream(scopes).map(scope -> "\"" + scope.id() + "\"").collect(Collectors.joining(","));
        return key(tenant, "\"scopes\": [" + list + "]");
    }

    private static Key key(String tenant, String fields) {
        HttpResponse<String> response = asAdmin("POST", "/v1/keys", "{\"tenant\": \"" + tenant + "\", " + fields + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode created = Replica.json(response);
        String text = created.path("key").stringValue();
        secrets.add(text);
        return new Key(created.path("id").stringValue(), text);
    }

    private static HttpResponse<String> asAdmin(String method, String path, String body) {
        return api.send(method, path, BodyPublishers.ofString(body), "Authorization", "Bearer " + ADMIN_KEY);
    }

    private static JsonNode keyDocument(String id) {
        for (JsonNode key : Replica.json(asAdmin("GET", "/v1/keys", "")).path("keys")) {
            if (key.path("id").stringValue().equals(id)) {
                return key;
            }
        }
        throw new AssertionError("not listed: " + id);
    }

    private static String submit(Key key) {
        return submit(key, Audio.wav(10_000, SEED.incrementAndGet()));
    }

    private static String submit(Key key, byte[] content) {
        HttpResponse<String> response = api.upload("song.wav", content, key.header());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return Replica.json(response).path("id").stringValue();
    }

    /** So that answers can be compared. */
    private static String[] withId(Key key) {
        return new String[] {"Authorization", "Bearer " + key.text(), "X-Request-Id", "the-same-for-all"};
    }

    private static Set<String> names(HttpResponse<String> response) {
        return new TreeSet<>(response.headers().map().keySet());
    }

    private static void assertProblem(HttpResponse<String> response, String code) {
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Replica.json(response).path("code").stringValue())
                .as(response.body())
                .isEqualTo(code);
        assertThat(Replica.json(response).path("requestId").stringValue())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
    }
}
