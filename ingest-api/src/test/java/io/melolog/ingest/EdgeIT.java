package io.melolog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, headers, origins, hosts and limits, on a server that asks for no key. */
class EdgeIT {
    private static final String PAGE = "https://app.example.org";

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static Replica api;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
        storage = new TestStorage(folder.resolve("s3"));
        Map<String, Object> settings = Map.of("melolog.http.cors.allowed-origins", PAGE, "melolog.http.hsts", "365d");
        api = new Replica(broker, storage, folder.resolve("data"), settings).awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        storage.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/jobs", "/v1/jobs/none", "/nothing", "/health/live", "/metrics", "/%zz"})
    void shouldMakeEveryAnswerHarmlessInABrowser(String path) throws IOException {
        // when
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // then
        assertThat(answer)
                .contains("X-Content-Type-Options: nosniff")
                .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
                .contains("Referrer-Policy: no-referrer")
                .contains("Cross-Origin-Resource-Policy: same-origin")
                .contains("X-Request-Id: ")
                .doesNotContain("Server:", "Tomcat", "java.");
    }

    @Test
    void shouldTellBrowsersToStayWithHttpsWhereSet() {
        assertThat(api.get("/v1/jobs").headers().firstValue("Strict-Transport-Security"))
                .contains("max-age=31536000");
    }

    @Test
    void shouldGiveTheRequestsIdBack() {
        // when
        HttpResponse<String> response = api.get("/v1/jobs/none", "X-Request-Id", "mine-1.2:3_4");

        // then
        assertThat(response.headers().firstValue("X-Request-Id")).contains("mine-1.2:3_4");
        assertThat(Replica.json(response).path("requestId").stringValue()).isEqualTo("mine-1.2:3_4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "\"", "<script>", "é"})
    void shouldReplaceAnIdThatCouldDoHarm(String id) throws IOException {
        // when
        String answer = raw(
                "GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + id + "\r\nConnection: close\r\n\r\n");

        // then
        assertThat(answer).containsPattern("X-Request-Id: [0-9a-f-]{36}\r\n");
    }

    @Test
    void shouldContinueATraceOrBeginOne() {
        // given
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        // then
        assertThat(api.get("/v1/jobs", "traceparent", trace).headers().firstValue("traceparent"))
                .contains(trace);
        assertThat(api.get("/v1/jobs", "traceparent", "00-nonsense").headers().firstValue("traceparent"))
                .get()
                .asString()
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void shouldLetPagesOfAllowedOriginsCall() throws IOException {
        // when
        String preflight = raw("OPTIONS /v1/jobs HTTP/1.1\r\nHost: localhost\r\nOrigin: " + PAGE
                + "\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n"
                + "Connection: close\r\n\r\n");
        String got =
                raw("GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nOrigin: " + PAGE + "\r\nConnection: close\r\n\r\n");

        // then
        assertThat(preflight)
                .startsWith("HTTP/1.1 204")
                .contains("Access-Control-Allow-Origin: " + PAGE)
                .containsPattern("Access-Control-Allow-Headers: .*Authorization.*Idempotency-Key")
                .containsPattern("Access-Control-Allow-Methods: .*DELETE");
        assertThat(got)
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: " + PAGE, "Vary: Origin")
                .containsPattern("Access-Control-Expose-Headers: Location, Retry-After, ETag")
                .doesNotContain("Access-Control-Allow-Credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example.org", "null", "http://localhost:1", "https://app.example.org.evil.net"})
    void shouldRefusePagesOfOtherOrigins(String origin) throws IOException {
        // when: a form, which browsers send without asking
        String posted = raw(
                "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                        + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        String preflight = raw("OPTIONS /v1/jobs HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                + "\r\nAccess-Control-Request-Method: DELETE\r\nConnection: close\r\n\r\n");
        String got =
                raw("GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin + "\r\nConnection: close\r\n\r\n");

        // then
        assertThat(posted).startsWith("HTTP/1.1 403").contains("origin_not_allowed");
        assertThat(preflight).startsWith("HTTP/1.1 403").doesNotContain("Access-Control-Allow");
        assertThat(got).startsWith("HTTP/1.1 200").doesNotContain("Access-Control-Allow");
    }

    @Test
    void shouldLetItsOwnPagesCall() throws IOException {
        // when
        String posted = raw("POST /v1/jobs HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: http://localhost:8080\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n");

        // then
        assertThat(posted).contains("multipart_required");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "LOCALHOST:8080, true",
        "127.0.0.1:80, true",
        "127.1.2.3, true",
        "[::1]:8080, true",
        "melolog.localhost, true",
        "evil.example.org, false",
        "localhost.evil.example.org, false",
        "127.0.0.1.evil.example.org, false",
        "10.0.0.1, false"
    })
    void shouldServeThisMachineOnlyWhileItAsksForNoKey(String host, boolean served) throws IOException {
        // when
        String answer = raw("GET /v1/jobs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        // then
        if (served) {
            assertThat(answer).startsWith("HTTP/1.1 200");
        } else {
            assertThat(answer).startsWith("HTTP/1.1 421").contains("host_not_served");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a flood of headers, 400",
        "one long header, 400",
        "a long path, 400",
        "many parameters, 400",
        "a long form, 4"
    })
    void shouldRefuseWhatIsTooMuch(String what, String status) throws IOException {
        // given
        String request =
                switch (what) {
                    case "a flood of headers" ->
                        "GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\n" + "A: b\r\n".repeat(200);
                    case "one long header" ->
                        "GET /v1/jobs HTTP/1.1\r\nHost: localhost\r\nA: " + "b".repeat(20_000) + "\r\n";
                    case "a long path" -> "GET /v1/jobs/" + "b".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n";
                    case "many parameters" -> "GET /v1/jobs?" + "a=b&".repeat(100) + " HTTP/1.1\r\nHost: localhost\r\n";
                    default ->
                        "POST /v1/jobs?limit=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\n";
                };
        String body = what.equals("a long form") ? "a=" + "b".repeat(8_998) : "";

        // when
        String answer = raw(request + "Connection: close\r\n\r\n" + body);

        // then
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json", "\"requestId\":");
        assertThat(answer).doesNotContain("java.", "Tomcat", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u202Egpm.exe", "a\u200Fb\u061Cc.wav", "\u2066x\u2069.wav", "Ä 音 \u200D.wav"})
    void shouldKeepNamesReadable(String name) {
        // when
        HttpResponse<String> response = api.upload(name, Audio.wav(5_000, name.hashCode()));

        // then
        assertThat(Replica.json(response).path("content").path("fileName").stringValue())
                .isEqualTo(name.replaceAll("[\u202E\u200F\u061C\u2066\u2069]", ""));
    }

    @Test
    void shouldLetAnybodyOnThisMachineManageKeysWhileItAsksForNone() {
        // when
        HttpResponse<String> response =
                api.send("POST", "/v1/keys", BodyPublishers.ofString("{\"scopes\": [\"admin\"]}"));

        // then
        assertThat(response.statusCode()).isEqualTo(201);
    }

    @Test
    void shouldRefuseToServeOthersWithoutKeys() {
        // given
        Map<String, Object> settings = Map.of("melolog.http.address", "0.0.0.0");

        // then
        assertThatThrownBy(() -> new Replica(broker, storage, folder.resolve("exposed"), settings).close())
                .rootCause()
                .hasMessageContaining("Set melolog.auth.mode=keys")
                .hasMessageContaining("MELOLOG_ADMIN_KEY");
    }

    @Test
    void shouldServeOthersWithKeysAndKeepItsFiguresToItself() {
        // given
        Map<String, Object> settings = Map.of(
                "melolog.http.address", "0.0.0.0",
                "melolog.auth.mode", "keys",
                "melolog.admin-key", "an-operators-secret-of-some-forty-letters");

        // when
        try (Replica exposed = new Replica(broker, storage, folder.resolve("exposed"), settings).awaitReady()) {
            // then
            assertThat(exposed.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(exposed.get("/metrics", "Authorization", "Bearer an-operators-secret-of-some-forty-letters")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(exposed.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    /** The whole answer to bytes as they are. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
