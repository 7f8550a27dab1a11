package io.melolog.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MelologClientTest {
    private static final String JOB = "{\"id\":\"j\",\"status\":\"waiting\",\"unheardOf\":[1]}";

    @TempDir
    private Path dir;

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> idempotencyKeys = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private HttpServer server;
    private MelologClient client;

    private record Answer(int status, String header, String value, String body) {}

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        client = new MelologClient(
                ApiAddress.fixed(base),
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMillis(10)));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldAskABusyServerAgainWithTheSameKey() throws Exception {
        // given
        answers.add(new Answer(503, "Retry-After", "0", "{\"title\":\"busy\"}"));
        answers.add(new Answer(429, "Retry-After", "Fri, 20 Nov 2026 12:00:00 GMT", "slow down"));
        answers.add(new Answer(202, "Location", "/v1/jobs/j", JOB));
        Path file = Files.writeString(dir.resolve("x.wav"), "sound");

        // when
        JobDocument job = client.submit(file, "x.wav", Map.of("analyses", "pitch"), "key-1");

        // then
        assertThat(job.id()).isEqualTo("j");
        assertThat(idempotencyKeys).containsExactly("key-1", "key-1", "key-1");
    }

    @Test
    void shouldExplainAProblem() {
        // given
        answers.add(new Answer(415, "X", "y", "{\"title\":\"Not a recording\",\"detail\":\"It is a picture.\"}"));

        // then
        assertThatThrownBy(() -> client.job("j"))
                .isInstanceOf(ApiException.class)
                .hasMessage("Not a recording: It is a picture.");
    }

    @Test
    void shouldExplainAServerThatIsNoMelolog() {
        // given
        answers.add(new Answer(200, "X", "y", "<html>hello</html>"));
        answers.add(new Answer(502, "X", "y", "<html>bad gateway</html>"));

        // then
        assertThatThrownBy(() -> client.job("j")).hasMessageContaining("is this a melolog server?");
        assertThatThrownBy(() -> client.job("j")).hasMessage("the server answered 502");
    }

    @Test
    void shouldGiveUpOnAServerThatIsSilent() {
        // given
        server.stop(0);

        // then
        assertThatThrownBy(() -> client.job("j"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no answer from http://127.0.0.1:");
    }

    @Test
    void shouldWriteAnArtifactWholeOrNotAtAll() throws Exception {
        // given
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("notes".getBytes(StandardCharsets.UTF_8)));
        answers.add(new Answer(302, "Location", "/elsewhere", ""));
        answers.add(new Answer(200, "X", "y", "notes"));
        Path target = dir.resolve("notes.json");

        // when
        client.download("j", new JobDocument.ArtifactView("notes.json", 5, digest), target);

        // then
        assertThat(target).hasContent("notes");
        for (int i = 0; i < 200; i++) {
            answers.add(new Answer(200, "X", "y", "dam"));
        }
        assertThatThrownBy(() -> client.download("j", new JobDocument.ArtifactView("notes.json", 5, digest), target))
                .hasMessageContaining("damaged");
        assertThat(target).hasContent("notes");
        assertThat(dir).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void shouldShowItsKeyToTheServerAlone() throws Exception {
        // given
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("notes".getBytes(StandardCharsets.UTF_8)));
        answers.add(new Answer(302, "Location", "/storage", ""));
        answers.add(new Answer(200, "X", "y", "notes"));
        answers.add(new Answer(200, "X", "y", JOB));
        answers.add(new Answer(308, "Location", "https://elsewhere.example.org/", ""));
        ApiAddress address = ApiAddress.fixed(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        MelologClient keyed = new MelologClient(address, RetryPolicy.DEFAULT, "a-key");

        // when
        keyed.download("j", new JobDocument.ArtifactView("notes.json", 5, digest), dir.resolve("notes.json"));
        keyed.job("j");

        // then
        assertThat(authorizations).containsExactly("Bearer a-key", "-", "Bearer a-key");
        assertThatThrownBy(() -> keyed.job("j"))
                .hasMessage("the server answered 308: it is at https://elsewhere.example.org/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(authorization == null ? "-" : authorization);
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            if (key != null) {
                idempotencyKeys.add(key);
            }
            Answer answer = answers.remove();
            exchange.getResponseHeaders().add(answer.header(), answer.value());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
