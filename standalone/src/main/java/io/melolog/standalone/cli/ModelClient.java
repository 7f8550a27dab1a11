package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The API's calls for models. Thread-safe. */
final class ModelClient {
    private static final Duration TRANSFER_TIMEOUT = Duration.ofHours(2);
    private static final String MODELS = "/v1/models";
    private static final String FILES_MISSING = "model_files_missing";
    private static final int CREATED = 201;

    private final MelologClient client;

    ModelClient(MelologClient client) {
        this.client = client;
    }

    /** What the command line reads of a model's document. */
    record ModelView(
            String model,
            String stage,
            @Nullable String format,
            boolean builtIn,
            boolean active,
            @Nullable List<String> stems,
            String quality,
            @Nullable String licence) {
        List<String> stemsOrNone() {
            return stems == null ? List.of() : stems;
        }
    }

    /** Every model. */
    record Listing(List<ModelView> models) {}

    /** A registered model. {@code isNew} is false when it had been registered before. */
    record Registration(ModelView model, boolean isNew) {}

    /** The list as the API sends it. */
    byte[] listJson() throws ApiException, IOException, InterruptedException, CannotServeException {
        return client.send(base -> MelologClient.request(base, MODELS).build()).body();
    }

    List<ModelView> list() throws ApiException, IOException, InterruptedException, CannotServeException {
        return MelologClient.parse(listJson(), Listing.class).models();
    }

    /** @param reference {@code name@version}, or a name for its newest version */
    ModelView find(String reference) throws ApiException, IOException, InterruptedException, CannotServeException {
        return view(
                client.send(base -> MelologClient.request(base, path(reference)).build()));
    }

    /**
     * Registers a model; sends only the files that the server does not have yet.
     *
     * @param manifest JSON
     * @param files by the names that the manifest has
     * @param sent told of every byte of a file that is sent, by how many
     */
    Registration register(String manifest, Map<String, Path> files, LongConsumer sent)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        try {
            return post(manifest, Map.of(), sent);
        } catch (ApiException e) {
            if (!e.hasCode(FILES_MISSING)) {
                throw e;
            }
            Map<String, Path> wanted = new LinkedHashMap<>(files);
            wanted.keySet().retainAll(e.accepted());
            return post(manifest, wanted, sent);
        }
    }

    private Registration post(String manifest, Map<String, Path> files, LongConsumer sent)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        HttpResponse<byte[]> response = client.send(base -> {
            MultipartBody body = MultipartBody.of(Map.of("manifest", manifest), "file", files, sent);
            return MelologClient.request(base, MODELS)
                    .timeout(TRANSFER_TIMEOUT)
                    .header("Content-Type", body.contentType())
                    .POST(body.publisher())
                    .build();
        });
        return new Registration(view(response), response.statusCode() == CREATED);
    }

    /** Makes it the model of its stage for jobs that name none. */
    ModelView activate(ModelView model) throws ApiException, IOException, InterruptedException, CannotServeException {
        String body = "{\"model\": \"" + model.model() + "\"}";
        return view(client.send(
                base -> MelologClient.request(base, MODELS + "/" + MelologClient.encoded(model.stage()) + "/activate")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .build()));
    }

    void remove(String reference) throws ApiException, IOException, InterruptedException, CannotServeException {
        client.send(base -> delete(base, reference));
    }

    private static HttpRequest delete(URI base, String reference) {
        return MelologClient.request(base, path(reference)).DELETE().build();
    }

    private static String path(String reference) {
        return MODELS + "/" + MelologClient.encoded(reference);
    }

    private static ModelView view(HttpResponse<byte[]> response) throws ApiException {
        return MelologClient.parse(response.body(), ModelView.class);
    }
}
