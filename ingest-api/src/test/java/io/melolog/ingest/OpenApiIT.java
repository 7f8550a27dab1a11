package io.melolog.ingest;

import static io.melolog.ingest.UploadIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.openapi.ApiDocument;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.testing.ApiContract;
import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.ingest.testing.Statuses;
import io.melolog.ingest.testing.TestLog;
import io.melolog.ingest.testing.TestModel;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.topic.Topics;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the API says of itself. That answers are as documented, every test with a {@link Replica} checks. */
class OpenApiIT {
    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static TestLog log;
    private static Replica api;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
        storage = new TestStorage(folder.resolve("s3"));
        log = new TestLog(broker);
        api = new Replica(broker, storage, folder.resolve("data"), Map.of()).awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        log.close();
        storage.close();
        broker.close();
    }

    @Test
    void shouldDocumentEveryCallAndNoOther() {
        // given
        Set<String> documented = new HashSet<>();
        Replica.json(api.get("/v1/openapi.json")).path("paths").properties().forEach(path -> path.getValue()
                .propertyNames()
                .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        // then
        assertThat(documented).containsExactlyInAnyOrderElementsOf(api.mappings());
    }

    /** Each call once at least, with the answer that it is there for. */
    @Test
    void shouldAnswerEveryCallAsDocumented() throws Exception {
        // given
        String id = api.submit(Audio.wav(5_000, 91));
        String done = api.submit(Audio.wav(5_000, 92));
        log.write(Topics.JOB_STATUS, Statuses.of(done, 3, State.COMPLETED));
        await().until(() -> api.job(done).path("status").stringValue().equals("completed"));
        String tag = api.get("/v1/jobs/" + done).headers().firstValue("ETag").orElseThrow();
        TestModel model = TestModel.fresh("documented", "1").registered(api);

        // when: a call that is not as documented throws
        api.get("/v1/jobs");
        api.get("/v1/jobs?include=notes&status=completed&limit=1");
        api.get("/v1/jobs/" + done, "If-None-Match", tag);
        api.get("/v1/jobs/" + done + "/events", "Last-Event-ID", "3");
        api.send("HEAD", "/v1/jobs/" + id + "/events", BodyPublishers.noBody());
        api.get("/v1/jobs/" + done + "/artifacts/source");
        post("/v1/jobs/" + id + "/cancel", "");
        api.send("DELETE", "/v1/jobs/" + id, BodyPublishers.noBody());
        model.register(api);
        api.get("/v1/models");
        api.get("/v1/models/" + model.ref());
        post("/v1/models/separation/activate", "{\"model\":\"" + model.ref() + "\"}");
        post("/v1/models/separation/activate", "{\"model\":\"masknet@1\"}");
        api.send("DELETE", "/v1/models/" + model.ref(), BodyPublishers.noBody());
        HttpResponse<String> key = post("/v1/keys", "{\"scopes\":[\"read\"]}");
        api.get("/v1/keys");
        api.send("DELETE", "/v1/keys/" + Replica.json(key).path("id").stringValue(), BodyPublishers.noBody());
        for (String path : Set.of(
                "/health/live",
                "/health/ready",
                "/metrics",
                "/problems",
                "/problems/not_found",
                "/v1/openapi.json",
                "/v1/openapi.yaml",
                "/docs",
                "/docs/style.css")) {
            api.get(path);
        }

        // then
        Set<String> expected = new HashSet<>();
        ApiDocument.build()
                .path("paths")
                .forEach(path -> path.forEach(operation -> operation.path("responses").propertyNames().stream()
                        .filter(status -> status.startsWith("2") || status.startsWith("3"))
                        .forEach(status ->
                                expected.add(operation.path("operationId").stringValue() + " " + status))));
        assertThat(ApiContract.seen()).containsAll(expected);
    }

    @ParameterizedTest
    @EnumSource
    void shouldExplainEveryProblemWhereItsTypeLeads(ProblemCode code) {
        // when
        HttpResponse<String> json = api.get("/problems/" + code.code());
        HttpResponse<String> page = api.get(
                "/problems/" + code.code(),
                "Accept",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8");

        // then
        JsonNode type = Replica.json(json);
        assertThat(type.path("code").stringValue()).isEqualTo(code.code());
        assertThat(type.path("example").path("type").stringValue()).isEqualTo("/problems/" + code.code());
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.body()).contains(code.code(), "What to do");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void shouldLeadFromAProblemToItsExplanation() {
        // given
        String type = Replica.json(api.get("/v1/jobs?limit=0")).path("type").stringValue();

        // then
        assertThat(Replica.json(api.get(type)).path("code").stringValue()).isEqualTo("invalid_parameter");
        assertProblem(api.get("/docs/page.java"), 404, "not_found");
        assertProblem(api.get("/problems/none"), 404, "not_found");
        assertProblem(api.get("/problems/None%22%3E"), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/page.js", "/docs/style.css", "/problems"})
    void shouldServePagesThatNeedNobodyElse(String path) {
        // when
        HttpResponse<String> page = api.get(path, "Accept", "text/html");

        // then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(page.body())
                .doesNotContain("http://", "https://", "innerHTML", "style=", "onclick=", "<script>", "eval(");
    }

    private static HttpResponse<String> post(String path, String body) {
        return api.send("POST", path, BodyPublishers.ofString(body));
    }
}
