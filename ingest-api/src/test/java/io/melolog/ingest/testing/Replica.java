package io.melolog.ingest.testing;

import io.melolog.ingest.app.IngestApplication;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One running replica of the service, over real sockets. Every answer is held against the OpenAPI document. */
public final class Replica implements AutoCloseable {
    private static final String BOUNDARY = "a-boundary-of-tests";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext context;

    public Replica(TestBroker broker, TestStorage storage, Path data, Map<String, Object> more) {
        this(broker.bootstrapServers(), storage, data, more);
    }

    public Replica(String bootstrapServers, TestStorage storage, Path data, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "melolog.kafka.bootstrap-servers",
                bootstrapServers,
                "melolog.kafka.topics.partitions",
                3,
                "melolog.s3.endpoint",
                storage.endpoint(),
                "melolog.s3.access-key",
                TestStorage.ACCESS_KEY,
                "melolog.s3.secret-key",
                TestStorage.SECRET_KEY,
                "melolog.data-dir",
                data.toString(),
                "melolog.http.port",
                0,
                "spring.main.banner-mode",
                "off",
                "spring.main.register-shutdown-hook",
                false));
        properties.putAll(more);
        context = new SpringApplicationBuilder(IngestApplication.class)
                .properties(properties)
                .run();
    }

    public Replica awaitReady() {
        Awaitility.await().until(() -> get("/health/ready").statusCode() == 200);
        return this;
    }

    /** Every call that a handler answers, such as {@code GET /v1/jobs/{id}}. */
    public Set<String> calls() {
        Set<String> calls = new TreeSet<>();
        context.getBean(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> {
                    for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                        mapping.getPatternValues().forEach(pattern -> calls.add(method + " " + pattern));
                    }
                });
        return calls;
    }

    public int port() {
        return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
        return send(request(path, headers).method(method, body));
    }

    /** Posts a form whose only part is a file. */
    public HttpResponse<String> upload(String fileName, byte[] content, String... headers) {
        return postForm(filePart("filename=\"" + fileName + "\"", content), headers);
    }

    /** Posts parts of a submission as they are; closes the form. */
    public HttpResponse<String> postForm(byte[] parts, String... headers) {
        return postForm("/v1/jobs", parts, headers);
    }

    /** Posts parts as they are; closes the form. */
    public HttpResponse<String> postForm(String path, byte[] parts, String... headers) {
        byte[] end = ("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request =
                request(path, headers).header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
        return send(request.POST(BodyPublishers.ofByteArray(Audio.join(parts, end))));
    }

    /** Posts a file that is made while it is sent. */
    public HttpResponse<String> uploadStream(InputStream content) {
        byte[] head = partHead("name=\"file\"; filename=\"long.wav\"");
        byte[] end = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofByteArray(head),
                BodyPublishers.ofInputStream(() -> content),
                BodyPublishers.ofByteArray(end));
        return send(request("/v1/jobs")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(body));
    }

    public static byte[] filePart(String fileNameParameter, byte[] content) {
        return part("name=\"file\"; " + fileNameParameter, content);
    }

    public static byte[] field(String name, String value) {
        return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    /** What precedes the content of a part. */
    public static byte[] partHead(String parameters) {
        return ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + parameters + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] part(String parameters, byte[] content) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(partHead(parameters));
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[] {'\r', '\n'});
        return bytes.toByteArray();
    }

    /** Uploads something and returns the id of its job. */
    public String submit(byte[] content) {
        HttpResponse<String> response = upload("song.wav", content);
        if (response.statusCode() != 202) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return json(response).path("id").stringValue();
    }

    public JsonNode job(String id) {
        return json(get("/v1/jobs/" + id));
    }

    public static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            ApiContract.check(response);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the service answers, each as method and path pattern, such as {@code GET /v1/jobs/{id}}. */
    public Set<String> mappings() {
        return context.getBean(RequestMappingHandlerMapping.class).getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getMethodsCondition().getMethods().stream()
                        .flatMap(method -> mapping.getPatternValues().stream().map(path -> method + " " + path)))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }
}
