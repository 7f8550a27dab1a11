package io.melolog.ingest;

import static io.melolog.ingest.UploadIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.ingest.testing.TestModel;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageIT {
    @TempDir
    Path folder;

    @Test
    void shouldKeepItsViewOverARestartAndRefusePolitelyWhileOthersAreDown() throws Exception {
        try (TestStorage storage = new TestStorage(folder.resolve("s3"))) {
            TestBroker broker = new TestBroker();
            String id;
            try (Replica first = replica(broker, storage)) {
                first.awaitReady();
                id = first.submit(Audio.wav(2_000, 1));
                await().until(() -> first.get("/v1/jobs?limit=5").body().contains(id));
            }
            try (Replica api = replica(broker, storage)) {
                api.awaitReady();
                shouldRefuseWhileTheStorageIsDown(api, storage);
                broker.close();
                shouldServeAndRefuseWithoutTheBroker(api, storage, id);
            }
        }
    }

    private Replica replica(TestBroker broker, TestStorage storage) {
        return new Replica(broker, storage, folder.resolve("data"), Map.of());
    }

    private static void shouldRefuseWhileTheStorageIsDown(Replica api, TestStorage storage) throws Exception {
        // when
        storage.stop();
        HttpResponse<String> upload = api.upload("a.wav", Audio.wav(2_000, 2));
        HttpResponse<String> large = api.upload("a.wav", Audio.wav(12 << 20, 3));
        HttpResponse<String> ready = api.get("/health/ready");
        storage.start();

        // then
        assertProblem(upload, 503, "storage_unavailable");
        assertThat(upload.headers().firstValue("Retry-After")).isPresent();
        assertProblem(large, 503, "storage_unavailable");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(Replica.json(ready).path("dependencies").path("storage").stringValue())
                .isEqualTo("down");
        await().until(() -> api.upload("a.wav", Audio.wav(2_000, 4)).statusCode() == 202);
    }

    private static void shouldServeAndRefuseWithoutTheBroker(Replica api, TestStorage storage, String id)
            throws Exception {
        // given
        int detailsBefore = storage.filesContaining("submission.json").size();

        // when
        HttpResponse<String> known = api.get("/v1/jobs/" + id);
        HttpResponse<String> unknown = api.get("/v1/jobs/01890a5d-ac96-774b-bcce-b302099a8057");
        HttpResponse<String> upload = api.upload("a.wav", Audio.wav(2_000, 5));

        // then
        assertThat(known.statusCode()).isEqualTo(200);
        assertProblem(unknown, 503, "view_behind");
        assertProblem(upload, 503, "broker_unavailable");
        assertThat(api.get("/v1/models").statusCode()).isEqualTo(200);
        assertProblem(api.get("/v1/models/nothing@1"), 503, "view_behind");
        assertProblem(TestModel.fresh("outage", "1").register(api), 503, "broker_unavailable");
        assertThat(upload.headers().firstValue("Retry-After")).isPresent();
        assertThat(Replica.json(api.get("/health/ready"))
                        .path("dependencies")
                        .path("kafka")
                        .stringValue())
                .isEqualTo("down");
        assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(storage.filesContaining("incoming")).isEmpty();
        assertThat(storage.filesContaining("submission.json")).hasSize(detailsBefore);
    }
}
