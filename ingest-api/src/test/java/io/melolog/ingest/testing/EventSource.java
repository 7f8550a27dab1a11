package io.melolog.ingest.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of Server-Sent Events that does not reconnect by itself. Closing it hangs up. */
public final class EventSource implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpResponse<java.io.InputStream> response;
    private final List<Received> events = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private final Thread reader;

    /** An event as it came. {@code id} is null when it had none. */
    public record Received(@Nullable String id, String event, String data) {
        public JsonNode json() {
            return JSON.readTree(data);
        }
    }

    public EventSource(URI uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        response = http.send(request.build(), BodyHandlers.ofInputStream());
        reader = Thread.ofVirtual().start(this::read);
    }

    public HttpResponse<?> response() {
        return response;
    }

    public List<Received> events() {
        return events;
    }

    /** Those that can be resumed after. */
    public List<Received> numbered() {
        return events.stream().filter(event -> event.id() != null).toList();
    }

    public List<String> comments() {
        return comments;
    }

    public boolean hasEnded() {
        return !reader.isAlive();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            Map<String, String> fields = new java.util.HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    String data = fields.remove("data");
                    if (data != null) {
                        events.add(new Received(fields.get("id"), fields.getOrDefault("event", "message"), data));
                    }
                    fields.clear();
                } else if (line.startsWith(":")) {
                    comments.add(line);
                } else {
                    String[] parts = line.split(": ?", 2);
                    fields.put(parts[0], parts[1]);
                }
            }
        } catch (IOException e) {
            comments.add("hung up: " + e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
