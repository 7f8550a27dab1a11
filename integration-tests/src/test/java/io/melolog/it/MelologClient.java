package io.melolog.it;

import io.melolog.schemas.event.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The public HTTP API as a developer who integrates would call it. Thread-safe. */
final class MelologClient {
    private static final String BOUNDARY = "melolog-it-boundary";

    private final HttpClient http;
    private final URI server;

    private final @Nullable String key;

    /** Of a server that asks for no key. */
    MelologClient(URI server) {
        this(server, null);
    }

    /** @param key that is shown with every call to the API, and to nobody else */
    MelologClient(URI server, @Nullable String key) {
        this.server = server;
        this.key = key;
        // Redirects lead to the storage, which must not see the key.
        HttpClient.Redirect redirects = key == null ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER;
        this.http = HttpClient.newBuilder().followRedirects(redirects).build();
    }

    /** An answer with its JSON body. */
    record Answer(int status, JsonNode body, HttpResponse<byte[]> raw) {
        String text(String field) {
            return body.path(field).asString("");
        }
    }

    Answer upload(Path file, @Nullable String analyses) {
        return upload(file.getFileName().toString(), bytes(file), analyses);
    }

    /** As {@link #upload(Path, String)}, with one more field of the form. */
    Answer uploadWith(Path file, String analyses, String field, String value) {
        return send(file.getFileName().toString(), bytes(file), fields("analyses", analyses) + fields(field, value));
    }

    /** As {@link #submit}, with one more field of the form. */
    String submitWith(Path file, String analyses, String field, String value) {
        return accepted(file, uploadWith(file, analyses, field, value));
    }

    URI address() {
        return server;
    }

    Answer upload(String fileName, byte[] content, @Nullable String analyses) {
        return send(fileName, content, analyses == null ? "" : fields("analyses", analyses));
    }

    /** As {@link #upload(Path, String)}, with more headers: names and values in turn. */
    Answer uploadWithHeaders(Path file, String analyses, String... headers) {
        return send(file.getFileName().toString(), bytes(file), fields("analyses", analyses), headers);
    }

    /** A call with headers: names and values in turn. */
    Answer get(String path, String... headers) {
        return send(
                HttpRequest.newBuilder(server.resolve(path)).headers(headers).GET());
    }

    private static String fields(String name, String value) {
        return "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
    }

    private Answer send(String fileName, byte[] content, String fields, String... headers) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/v1/jobs"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(content),
                        BodyPublishers.ofString(fields + "\r\n--" + BOUNDARY + "--\r\n"))));
    }

    /** Uploads and returns the id of the accepted job. */
    String submit(Path file, @Nullable String analyses) {
        return accepted(file, upload(file, analyses));
    }

    private static String accepted(Path file, Answer answer) {
        if (answer.status() != 202) {
            throw new AssertionError(file.getFileName() + " was answered " + answer.status() + " " + answer.body());
        }
        return answer.text("id");
    }

    /** Registers a model of one file, as a program would: without the checks that the command line makes first. */
    Answer register(String manifest, String fileName, byte[] content) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"manifest\"\r\n\r\n" + manifest
                + "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\n\r\n";
        return send(HttpRequest.newBuilder(server.resolve("/v1/models"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(content),
                        BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"))));
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    Answer post(String path) {
        return send(HttpRequest.newBuilder(server.resolve(path)).POST(BodyPublishers.noBody()));
    }

    Answer delete(String path) {
        return send(HttpRequest.newBuilder(server.resolve(path)).DELETE());
    }

    JsonNode job(String id) {
        return get("/v1/jobs/" + id).body();
    }

    /** Polls until the job has ended. */
    JsonNode awaitEnd(String id, Duration atMost) {
        return Awaitility.await("the end of job " + id)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> job(id), job -> isFinal(job.path("status").asString("")));
    }

    private static boolean isFinal(String status) {
        return status.equals("completed") || status.equals("failed");
    }

    /** Downloads an artifact through the API's redirect. */
    byte[] artifact(JsonNode job, String name) {
        for (JsonNode artifact : job.path("artifacts")) {
            if (artifact.path("name").asString("").equals(name)) {
                HttpResponse<byte[]> response = exchange(HttpRequest.newBuilder(
                                server.resolve(artifact.path("url").asString("")))
                        .GET());
                if (response.statusCode() != 200) {
                    throw new AssertionError(name + " was answered " + response.statusCode());
                }
                return response.body();
            }
        }
        throw new AssertionError("the job has no " + name + ": " + job.path("artifacts"));
    }

    private Answer send(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = exchange(request);
        byte[] body = response.body();
        String type = response.headers().firstValue("content-type").orElse("");
        JsonNode json = body.length > 0 && type.contains("json")
                ? EventJson.mapper().readTree(body)
                : EventJson.mapper().valueToTree(Map.of());
        return new Answer(response.statusCode(), json, response);
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
