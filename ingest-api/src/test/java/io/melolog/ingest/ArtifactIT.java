package io.melolog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads as clients make them: through the redirect, in parts, by HEAD, under the name that the file had. */
class ArtifactIT {
    private static final String NAME = "Für Elise – 月光 \"live\" 🎹.wav";

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static Replica api;
    private static byte[] song;
    private static String id;
    private final HttpClient browser =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
        storage = new TestStorage(folder.resolve("s3"));
        api = new Replica(broker, storage, folder.resolve("data"), Map.of()).awaitReady();
        song = Audio.wav(50_000, 11_000);
        id = Replica.json(api.upload(NAME.replace("\"", "%22"), song))
                .path("id")
                .stringValue();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        storage.close();
        broker.close();
    }

    @Test
    void shouldServeAPartOfAFile() throws Exception {
        // when
        HttpResponse<byte[]> part = send(request("/v1/jobs/" + id + "/artifacts/source")
                .header("Range", "bytes=1000-1999")
                .build());

        // then
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(song, 1_000, 2_000));
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 1000-1999/50000");
    }

    @Test
    void shouldLetAHeadFollowTheRedirect() throws Exception {
        // when
        HttpResponse<byte[]> head = send(request("/v1/jobs/" + id + "/artifacts/source")
                .method("HEAD", BodyPublishers.noBody())
                .build());

        // then
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(50_000);
    }

    @Test
    void shouldOfferTheFileUnderItsOwnName() throws Exception {
        // given
        String fileName = api.job(id).path("content").path("fileName").stringValue();

        // when
        HttpResponse<byte[]> whole =
                send(request("/v1/jobs/" + id + "/artifacts/source").build());

        // then
        String expected = URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(fileName).contains("Für Elise – 月光", "🎹.wav");
        assertThat(whole.body()).isEqualTo(song);
        assertThat(whole.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment; filename=\"F_r Elise")
                .endsWith("filename*=UTF-8''" + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/jobs", "/v1/jobs/{id}", "/v1/models", "/health/live", "/health/ready", "/metrics"})
    void shouldAnswerHeadLikeGetWithoutABody(String template) throws Exception {
        // given
        String path = template.replace("{id}", id);

        // when
        HttpResponse<byte[]> get = send(request(path).build());
        HttpResponse<byte[]> head =
                send(request(path).method("HEAD", BodyPublishers.noBody()).build());

        // then
        assertThat(head.statusCode()).isEqualTo(get.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
        assertThat(head.body()).isEmpty();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        return browser.send(request, BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(api.uri(path).toString()));
    }
}
