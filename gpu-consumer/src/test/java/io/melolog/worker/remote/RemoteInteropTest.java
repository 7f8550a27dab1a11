package io.melolog.worker.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a well-behaved server that keeps connections: the vocals are the recording that was sent. */
class RemoteInteropTest {
    private static final int WORKS = 12;

    @TempDir
    Path folder;

    private final Map<String, byte[]> recordings = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/base/v2/tracks/analyze", this::analyze);
        server.createContext(
                "/files/",
                exchange ->
                        answer(exchange, recordings.get(exchange.getRequestURI().getPath())));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    @Test
    void shouldGiveEachWorkItsVocals() throws Exception {
        // given
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base");
        List<Callable<Void>> works = new ArrayList<>();
        RemoteSeparator separator =
                new RemoteSeparator(new TestSettings(url).build(), new SimpleMeterRegistry(), Clock.systemUTC());
        try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
            for (int work = 0; work < WORKS; work++) {
                Path recording = Files.write(folder.resolve("in" + work), Replies.audio(10_000 + 50_000 * work));
                Path vocals = folder.resolve("out" + work);
                String workId = "work-" + work;
                works.add(() -> {
                    separator.separate(
                            workId, recording, "ein Lied ü.wav", "audio/wav", vocals, done -> {}, () -> false);
                    return null;
                });
            }

            // when
            for (Future<Void> done : workers.invokeAll(works)) {
                done.get();
            }
        }

        // then
        for (int work = 0; work < WORKS; work++) {
            assertThat(folder.resolve("out" + work)).hasSameBinaryContentAs(folder.resolve("in" + work));
        }
    }

    /** Takes the part out of the form as servers do: by its boundary. */
    private void analyze(HttpExchange exchange) throws IOException {
        String boundary = exchange.getRequestHeaders().getFirst("Content-Type").split("boundary=")[1];
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        String part = body.split("--" + boundary)[1];
        String content = part.substring(part.indexOf("\r\n\r\n") + 4, part.length() - 2);
        String path = "/files/" + exchange.getRequestHeaders().getFirst("Idempotency-Key");
        recordings.put(path, content.getBytes(StandardCharsets.ISO_8859_1));
        answer(exchange, ("{\"vocals\": \"" + path + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
