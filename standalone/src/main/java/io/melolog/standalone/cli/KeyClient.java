package io.melolog.standalone.cli;

import io.melolog.standalone.server.CannotServeException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The API's calls for keys. Thread-safe. */
final class KeyClient {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String KEYS = "/v1/keys";

    private final MelologClient client;

    KeyClient(MelologClient client) {
        this.client = client;
    }

    /** What the command line reads of a key's document. */
    record KeyView(
            String id,
            String tenant,
            List<String> scopes,
            String name,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable String key) {
        @Override
        public String toString() {
            return "KeyView[" + id + "]";
        }
    }

    /** What a key is to be. */
    record Wanted(
            String tenant,
            List<String> scopes,
            String name,
            @Nullable Instant expiresAt) {}

    private record Listing(List<KeyView> keys) {}

    KeyView create(Wanted wanted) throws ApiException, IOException, InterruptedException, CannotServeException {
        String body = MAPPER.writeValueAsString(wanted);
        return MelologClient.parse(
                client.send(base -> MelologClient.request(base, KEYS)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                                .build())
                        .body(),
                KeyView.class);
    }

    List<KeyView> list() throws ApiException, IOException, InterruptedException, CannotServeException {
        return MelologClient.parse(
                        client.send(base -> MelologClient.request(base, KEYS).build())
                                .body(),
                        Listing.class)
                .keys();
    }

    void revoke(String id) throws ApiException, IOException, InterruptedException, CannotServeException {
        client.send(base -> MelologClient.request(base, KEYS + "/" + MelologClient.encoded(id))
                .DELETE()
                .build());
    }
}
