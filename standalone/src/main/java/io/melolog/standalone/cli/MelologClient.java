package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API, as the command line uses it. A busy server is asked again, and so is one that does not answer for a while. Thread-safe. */
final class MelologClient {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofHours(1);

    /** Follows no redirect by itself: it would show the key to whoever it leads to. */
    private final HttpClient http = client(HttpClient.Redirect.NEVER);

    private final HttpClient storage = client(HttpClient.Redirect.NORMAL);
    private final ApiAddress address;
    private final RetryPolicy retries;
    private final @Nullable String key;

    /** For a server that asks for no key. */
    MelologClient(ApiAddress address, RetryPolicy retries) {
        this(address, retries, null);
    }

    /** @param key that the server is shown; null for none */
    MelologClient(ApiAddress address, RetryPolicy retries, @Nullable String key) {
        this.address = address;
        this.retries = retries;
        this.key = key;
    }

    private static HttpClient client(HttpClient.Redirect redirects) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(redirects)
                .build();
    }

    /** A page of jobs. */
    record JobPage(
            @Nullable List<JobDocument> jobs,
            @Nullable List<JobDocument> items,
            @Nullable String nextCursor) {
        List<JobDocument> all() {
            return jobs != null ? jobs : items != null ? items : List.of();
        }
    }

    /**
     * Uploads a file as a new job.
     *
     * @param fields the other fields of the form, by name
     * @param idempotencyKey the same for the same upload, so that trying again makes no second job
     */
    JobDocument submit(Path file, String fileName, Map<String, String> fields, String idempotencyKey)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        return retries.run(address, base -> {
            MultipartBody body = MultipartBody.of(fields, "file", fileName, file);
            HttpRequest request = HttpRequest.newBuilder(base.resolve("/v1/jobs"))
                    .timeout(TRANSFER_TIMEOUT)
                    .header("Content-Type", body.contentType())
                    .header("Idempotency-Key", idempotencyKey)
                    .POST(body.publisher())
                    .build();
            return parse(bytes(request), JobDocument.class);
        });
    }

    JobDocument job(String id) throws ApiException, IOException, InterruptedException, CannotServeException {
        return parse(jobJson(id), JobDocument.class);
    }

    /** The job document as the API sends it. */
    byte[] jobJson(String id) throws ApiException, IOException, InterruptedException, CannotServeException {
        return retries.run(address, base -> bytes(get(base, "/v1/jobs/" + encoded(id))));
    }

    JobPage jobs(@Nullable String status, int limit, @Nullable String cursor)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        String query = "?limit=" + limit
                + (status == null ? "" : "&status=" + encoded(status))
                + (cursor == null ? "" : "&cursor=" + encoded(cursor));
        return retries.run(address, base -> parse(bytes(get(base, "/v1/jobs" + query)), JobPage.class));
    }

    void cancel(String id) throws ApiException, IOException, InterruptedException, CannotServeException {
        retries.run(
                address,
                base -> bytes(request(base, "/v1/jobs/" + encoded(id) + "/cancel")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build()));
    }

    void remove(String id) throws ApiException, IOException, InterruptedException, CannotServeException {
        retries.run(
                address,
                base -> bytes(request(base, "/v1/jobs/" + encoded(id)).DELETE().build()));
    }

    /** Writes an artifact to {@code target}, whole and with the right digest, or not at all. */
    void download(String jobId, JobDocument.ArtifactView artifact, Path target)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        String path = "/v1/jobs/" + encoded(jobId) + "/artifacts/" + encoded(artifact.name());
        retries.run(address, base -> {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                    .timeout(TRANSFER_TIMEOUT)
                    .build();
            HttpResponse<InputStream> response = followed(http.send(keyed(request), BodyHandlers.ofInputStream()));
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    throw problem(response, in.readAllBytes());
                }
                AtomicFiles.write(target, in, artifact.sha256());
            }
            return target;
        });
    }

    /** To the storage, which needs no key of ours: the address is signed. */
    private HttpResponse<InputStream> followed(HttpResponse<InputStream> response)
            throws IOException, InterruptedException {
        Optional<String> location = response.headers().firstValue("Location");
        if (response.statusCode() != 302 || location.isEmpty()) {
            return response;
        }
        response.body().close();
        HttpRequest signed = HttpRequest.newBuilder(response.uri().resolve(location.get()))
                .timeout(TRANSFER_TIMEOUT)
                .build();
        return storage.send(signed, BodyHandlers.ofInputStream());
    }

    private HttpRequest keyed(HttpRequest request) {
        return key == null
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .header("Authorization", "Bearer " + key)
                        .build();
    }

    /** Makes a request for the server's current address. */
    @FunctionalInterface
    interface RequestTo {
        HttpRequest at(URI base) throws IOException;
    }

    /** Any other call; the answer is a success. */
    HttpResponse<byte[]> send(RequestTo request)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        return retries.run(address, base -> {
            HttpResponse<byte[]> response = http.send(keyed(request.at(base)), BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw problem(response, response.body());
            }
            return response;
        });
    }

    private byte[] bytes(HttpRequest request) throws ApiException, IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(keyed(request), BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw problem(response, response.body());
        }
        return response.body();
    }

    private static HttpRequest get(URI base, String path) {
        return request(base, path).build();
    }

    static HttpRequest.Builder request(URI base, String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/json, application/problem+json");
    }

    static <T> T parse(byte[] json, Class<T> type) throws ApiException {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw new ApiException(200, "the server's answer is not understood: is this a melolog server?", null);
        }
    }

    private static ApiException problem(HttpResponse<?> response, byte[] body) {
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .flatMap(RetryPolicy::seconds)
                .orElse(null);
        int status = response.statusCode();
        Problem problem = problemOf(body);
        if (problem == null || problem.title() == null) {
            String moved = response.headers()
                    .firstValue("Location")
                    .map(location -> ": it is at " + location)
                    .orElse("");
            return new ApiException(status, "the server answered " + status + moved, retryAfter);
        }
        String text = problem.detail() == null ? problem.title() : problem.title() + ": " + problem.detail();
        if (status == 401) {
            text += " Give a key with --key or in MELOLOG_API_KEY.";
        }
        List<String> accepted = problem.accepted() == null ? List.of() : problem.accepted();
        return new ApiException(status, text, problem.code(), accepted, retryAfter);
    }

    private record Problem(
            @Nullable String title,
            @Nullable String detail,
            @Nullable String code,
            @Nullable List<String> accepted) {}

    /** Null for what is no problem document: some proxy's page. */
    private static @Nullable Problem problemOf(byte[] body) {
        try {
            return MAPPER.readValue(body, Problem.class);
        } catch (JacksonException e) {
            return null;
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
