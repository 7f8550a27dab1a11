package io.melolog.ingest;

import static io.melolog.ingest.UploadIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.ingest.testing.Audio;
import io.melolog.ingest.testing.Replica;
import io.melolog.ingest.testing.TestLog;
import io.melolog.ingest.testing.TestModel;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageParameters.Separation;
import io.melolog.schemas.topic.Topics;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import io.minio.RemoveObjectArgs;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ModelIT {
    private static final AtomicLong SEED = new AtomicLong();
    private static final String DEFAULT = Stage.SEPARATION.defaultModel().toString();

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static TestLog log;
    private static Replica api;
    private static Replica other;

    @BeforeAll
    static void start() throws Exception {
        broker = new TestBroker();
        storage = new TestStorage(folder.resolve("s3"));
        log = new TestLog(broker);
        api = replica("data");
        other = replica("other");
    }

    private static Replica replica(String data) {
        Map<String, Object> settings = Map.of("melolog.models.max-bytes", "8MB");
        return new Replica(broker, storage, folder.resolve(data), settings).awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        other.close();
        api.close();
        log.close();
        storage.close();
        broker.close();
    }

    @AfterEach
    void activateDefault() {
        assertThat(activate(api, "separation", DEFAULT).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldShowTheBuiltInModelsAndWhichAreActive() {
        // when
        JsonNode mask = model(api, DEFAULT);
        JsonNode pitch = model(api, "pyin");

        // then
        assertThat(mask.path("builtIn").booleanValue()).isTrue();
        assertThat(mask.path("active").booleanValue()).isTrue();
        assertThat(mask.path("quality").stringValue()).isEqualTo("preview");
        assertThat(mask.path("format").isNull()).isTrue();
        assertThat(mask.path("description").stringValue()).isNotEmpty();
        assertThat(strings(mask.path("stems"))).containsExactly("vocals", "accompaniment");
        assertThat(pitch.path("stage").stringValue()).isEqualTo("pitch");
        assertThat(listed(api)).contains(DEFAULT, "pyin@1", "peaks@1");
    }

    @Test
    void shouldRegisterAModelThatEveryReplicaKnowsAtOnce() throws Exception {
        // given
        TestModel model = TestModel.fresh("everywhere", "1");

        // when
        HttpResponse<String> response = model.register(api);
        JsonNode there = model(other, model.ref());

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("/v1/models/everywhere@1");
        JsonNode here = Replica.json(response);
        assertThat(here).isEqualTo(there);
        assertThat(here.path("model").stringValue()).isEqualTo("everywhere@1");
        assertThat(here.path("name").stringValue()).isEqualTo("everywhere");
        assertThat(here.path("version").stringValue()).isEqualTo("1");
        assertThat(here.path("format").stringValue()).isEqualTo("htdemucs");
        assertThat(here.path("active").booleanValue()).isFalse();
        assertThat(here.path("licence").stringValue()).isEqualTo("MIT");
        assertThat(here.path("quality").stringValue()).isEqualTo("unknown");
        assertThat(here.path("files").path(0).path("sha256").stringValue()).isEqualTo(model.sha256());
        assertThat(strings(here.path("stems"))).containsExactly("drums", "bass", "other", "vocals");
        assertThat(listed(api)).contains(model.ref());
        assertThat(storage.filesContaining("models/" + model.sha256())).hasSize(1);
        assertThat(storage.filesContaining("incoming")).isEmpty();
    }

    @Test
    void shouldTakeTheSameModelAgainAndKeepANameForItsFilesForEver() {
        // given
        TestModel first = TestModel.fresh("for-ever", "1").registered(api);
        TestModel impostor = new TestModel("for-ever", "1", Audio.ascii("other bytes"));

        // when, then
        assertThat(first.register(api).statusCode()).isEqualTo(200);
        assertThat(other.postForm("/v1/models", Replica.field("manifest", first.manifest()))
                        .statusCode())
                .isEqualTo(200);
        assertProblem(impostor.register(other), 409, "model_exists");
        assertProblem(
                api.postForm(
                        "/v1/models", Replica.field("manifest", first.manifest("\"stemWeights\": [[1, 1, 1, 2]]"))),
                409,
                "model_exists");
        assertThat(delete(api, first.ref()).statusCode()).isEqualTo(204);
        assertProblem(impostor.register(other), 409, "model_exists");
        assertThat(first.register(other).statusCode()).isEqualTo(201);
    }

    @Test
    void shouldNotAskForFilesThatAreThere() {
        // given
        TestModel one = TestModel.fresh("shared", "1").registered(api);
        TestModel two = new TestModel("shared", "2", one.content());
        TestModel unknown = TestModel.fresh("unknown-files", "1");

        // when
        HttpResponse<String> known = other.postForm("/v1/models", Replica.field("manifest", two.manifest()));
        HttpResponse<String> missing = api.postForm("/v1/models", Replica.field("manifest", unknown.manifest()));

        // then
        assertThat(known.statusCode()).as(known.body()).isEqualTo(201);
        assertProblem(missing, 422, "model_files_missing");
        assertThat(strings(Replica.json(missing).path("accepted"))).containsExactly("net.th");
        assertThat(listed(api)).doesNotContain(unknown.ref());
    }

    @Test
    void shouldTakeAFileAgainThatTheStorageHasLost() throws Exception {
        // given
        TestModel model = TestModel.fresh("lost", "1").registered(api);
        storage.client()
                .removeObject(RemoveObjectArgs.builder()
                        .bucket(TestStorage.BUCKET)
                        .object("models/" + model.sha256())
                        .build());

        // when
        HttpResponse<String> announced = api.postForm("/v1/models", Replica.field("manifest", model.manifest()));
        HttpResponse<String> sent = model.register(other);

        // then
        assertProblem(announced, 422, "model_files_missing");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        assertThat(storage.filesContaining("models/" + model.sha256())).hasSize(1);
    }

    @Test
    void shouldDeleteTheFilesOfAModelWithItsLastUse() throws Exception {
        // given
        TestModel one = TestModel.fresh("twin", "1").registered(api);
        TestModel two = new TestModel("twin", "2", one.content()).registered(api);

        // when
        HttpResponse<String> first = delete(api, one.ref());
        List<String> between = storage.filesContaining("models/" + one.sha256());
        HttpResponse<String> second = delete(other, two.ref());

        // then
        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(between).hasSize(1);
        assertThat(second.statusCode()).isEqualTo(204);
        assertThat(storage.filesContaining("models/" + one.sha256())).isEmpty();
        assertProblem(delete(api, two.ref()), 404, "model_not_found");
        assertProblem(api.get("/v1/models/" + two.ref()), 404, "model_not_found");
        assertThat(log.read(Topics.MODEL_REGISTERED, two.ref()).getLast().value())
                .isInstanceOf(ModelRegistration.Removed.class);
    }

    @Test
    void shouldRegisterNothingOfWhatIsNotAsTheManifestSays() throws Exception {
        // given
        TestModel model = TestModel.fresh("wrong", "1");
        byte[] manifest = Replica.field("manifest", model.manifest());
        byte[] turned = model.content().clone();
        turned[5_000] ^= 1;

        // when, then
        assertProblem(post(manifest, file("net.th", turned)), 422, "model_mismatch");
        assertProblem(post(manifest, file("net.th", new byte[9_999])), 422, "model_mismatch");
        assertProblem(post(manifest, file("net.th", new byte[10_001])), 422, "model_mismatch");
        assertProblem(post(manifest, file("../net.th", model.content())), 422, "model_mismatch");
        assertProblem(post(manifest, file("net.th", turned), model.file()), 422, "model_mismatch");
        assertProblem(post(manifest, Replica.field("more", "x")), 400, "malformed_upload");
        assertThat(storage.filesContaining("models/" + model.sha256())).isEmpty();
        assertProblem(post(manifest, model.file(), model.file()), 400, "malformed_upload");
        assertProblem(post(model.file(), manifest), 422, "invalid_manifest");
        assertProblem(post(), 422, "invalid_manifest");
        assertProblem(api.send("POST", "/v1/models", BodyPublishers.ofString("{}")), 415, "multipart_required");
        assertThat(listed(api)).doesNotContain(model.ref());
        assertThat(storage.filesContaining("incoming")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"masknet", "pyin", "external"})
    void shouldKeepTheNamesOfBuiltInModels(String name) {
        assertProblem(TestModel.fresh(name, "9").register(api), 409, "model_exists");
        assertProblem(delete(api, model(api, name).path("model").stringValue()), 409, "model_in_use");
    }

    @Test
    void shouldUseWhatIsActivatedForNewJobsOnly() {
        // given
        TestModel model = TestModel.fresh("activated", "1").registered(api);
        String before = submit(api);

        // when
        HttpResponse<String> activated = activate(api, "separation", "activated");
        String after = submit(api);

        // then
        assertThat(activated.statusCode()).as(activated.body()).isEqualTo(200);
        assertThat(Replica.json(activated).path("active").booleanValue()).isTrue();
        assertThat(separation(before).model()).isEqualTo(Stage.SEPARATION.defaultModel());
        assertThat(separation(after).model()).isEqualTo(ModelRef.parse(model.ref()));
        assertThat(api.job(before).path("stages").path(0).path("model").stringValue())
                .isEqualTo(DEFAULT);
        assertThat(model(api, DEFAULT).path("active").booleanValue()).isFalse();
        await().until(() -> model(other, model.ref()).path("active").booleanValue());
        assertProblem(delete(api, model.ref()), 409, "model_in_use");
    }

    @Test
    void shouldActivateOnlyAModelOfTheStage() {
        assertProblem(activate(api, "separation", "nothing@1"), 422, "unknown_model");
        assertProblem(activate(api, "separation", "pyin@1"), 422, "unknown_model");
        assertProblem(activate(api, "pitch", DEFAULT), 422, "unknown_model");
        assertProblem(activate(api, "lyrics", DEFAULT), 404, "not_found");
        assertProblem(
                api.send("POST", "/v1/models/separation/activate", BodyPublishers.ofString("model")),
                422,
                "invalid_parameter");
        assertThat(strings(Replica.json(activate(api, "pitch", "x")).path("accepted")))
                .containsExactly("pyin@1");
    }

    @Test
    void shouldSettleTheModelsOfAJobWhenItIsAccepted() {
        // given
        TestModel older = TestModel.fresh("chosen", "z").registered(api);
        TestModel newer = TestModel.fresh("chosen", "a").registered(api);

        // when
        String byName = submit(other, Replica.field("models", "chosen"));
        String byRef = submit(other, Replica.field("models", " " + older.ref() + ", pyin"), field("shifts", "3"));
        String seeded = submit(api, field("models", newer.ref()), field("shifts", "2"), field("seed", "-7"));
        String builtIn = submit(api, field("models", "melody-comb@1"), field("shifts", "2"));

        // then
        assertThat(separation(byName)).isEqualTo(request(newer, null, null));
        assertThat(separation(byRef)).isEqualTo(request(older, 3, null));
        assertThat(separation(seeded)).isEqualTo(request(newer, 2, -7L));
        assertThat(separation(builtIn).model()).hasToString("melody-comb@1");
        assertThat(separation(builtIn).parameters()).isEqualTo(Separation.DEFAULT);
    }

    @Test
    void shouldRefuseASubmissionThatNamesNoModel() {
        // given
        TestModel removed = TestModel.fresh("removed", "1").registered(api);
        delete(api, removed.ref());

        // when
        HttpResponse<String> unknown = submission(api, field("models", "htdemucs@12345678"));

        // then
        assertProblem(unknown, 422, "unknown_model");
        assertThat(strings(Replica.json(unknown).path("accepted"))).contains(DEFAULT, "pyin@1");
        assertProblem(submission(api, field("models", removed.ref())), 422, "unknown_model");
        assertProblem(submission(api, field("models", "../x")), 422, "unknown_model");
        assertProblem(submission(api, field("models", "masknet,,pyin")), 422, "unknown_model");
        assertProblem(submission(api, field("models", "masknet,melody-comb")), 422, "invalid_parameter");
        assertProblem(
                submission(api, field("models", "masknet"), field("analyses", "pitch")), 422, "invalid_parameter");
        assertProblem(submission(api, field("shifts", "11")), 422, "invalid_parameter");
        assertProblem(submission(api, field("shifts", "-1")), 422, "invalid_parameter");
        assertProblem(submission(api, field("seed", "x")), 422, "invalid_parameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"name\": \"htdemucs\"; \"name\": \"a b\"",
                "\"version\": \"1\"; \"version\": \"\"",
                "\"version\": \"1\"; \"version\": \"1/2\"",
                "\"stage\": \"separation\"; \"stage\": \"pitch\"",
                "\"format\": \"htdemucs\"; \"format\": \"pickle\"",
                "\"format\": \"htdemucs\"; \"format\": \"torchscript\"",
                "\"name\": \"net.th\"; \"name\": \"../net.th\"",
                "\"name\": \"net.th\"; \"name\": \"net.pkl\"",
                "\"bytes\": 10000; \"bytes\": 0",
                "\"bytes\": 10000; \"bytes\": \"many\"",
                "\"sha256\": \"; \"sha256\": \"A",
                "\"vocals\"]; \"accompaniment\"]",
                "\"vocals\"]; \"vocals\", \"vocals\"]",
                "\"vocals\"]; \"choir\"]",
                "\"licence\"; \"license\"",
                "\"licence\": \"MIT\"; \"licence\": \"a\\nb\"",
                "\"licence\": \"MIT\"; \"quality\": \"great\"",
                "\"licence\": \"MIT\"; \"stemWeights\": [[1, 1, 1]]",
                "\"licence\": \"MIT\"; \"stemWeights\": [[1, 1, 1, 0]]",
                "\"licence\": \"MIT\"; \"stemWeights\": [[1, 1, 1, -1]]",
            })
    void shouldRefuseAManifestThatBreaksARule(String part, String replacement) {
        // given
        String manifest = TestModel.fresh("htdemucs", "1").manifest();
        String broken = manifest.replace(part, replacement);
        assertThat(broken).isNotEqualTo(manifest);

        // then
        assertProblem(post(Replica.field("manifest", broken)), 422, "invalid_manifest");
    }

    @Test
    void shouldRefuseAModelOverTheLimit() {
        // given
        String manifest = TestModel.fresh("large", "1").manifest().replace("10000", String.valueOf((8 << 20) + 1));

        // then
        assertProblem(post(Replica.field("manifest", manifest)), 413, "upload_too_large");
        assertProblem(post(Replica.field("manifest", " ".repeat(70_000))), 400, "malformed_upload");
    }

    @Test
    void shouldAgreeOnOneOfTwoModelsThatAreRegisteredAtOnce() {
        for (int i = 0; i < 5; i++) {
            // given
            TestModel here = new TestModel("race", String.valueOf(i), Audio.ascii("here " + i));
            TestModel there = new TestModel("race", String.valueOf(i), Audio.ascii("there " + i));

            // when
            CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> here.register(api));
            CompletableFuture<HttpResponse<String>> second = CompletableFuture.supplyAsync(() -> there.register(other));

            // then
            assertThat(List.of(first.join().statusCode(), second.join().statusCode()))
                    .containsExactlyInAnyOrder(201, 409);
            String winner = (first.join().statusCode() == 201 ? here : there).sha256();
            assertThat(digest(model(api, here.ref()))).isEqualTo(winner);
            await().until(() -> digest(model(other, here.ref())).equals(winner));
            assertThat(log.read(Topics.MODEL_REGISTERED, here.ref())
                            .getLast()
                            .value()
                            .files())
                    .singleElement()
                    .matches(file -> file.sha256().equals(winner));
        }
    }

    @Test
    void shouldKeepTheCatalogueOverARestart() throws Exception {
        // given
        TestModel kept = TestModel.fresh("kept", "1").registered(api);
        TestModel gone = TestModel.fresh("gone", "1").registered(api);
        delete(api, gone.ref());
        activate(api, "separation", kept.ref());
        log.writeRaw(Topics.MODEL_ACTIVATED, "broken", "{\"type\":".getBytes(StandardCharsets.UTF_8));

        // when
        try (Replica later = replica("later")) {
            String id = submit(later);

            // then
            assertThat(listed(later))
                    .isEqualTo(listed(api))
                    .contains(kept.ref())
                    .doesNotContain(gone.ref());
            assertThat(separation(id).model()).hasToString(kept.ref());
            assertProblem(new TestModel("gone", "1", new byte[] {1}).register(later), 409, "model_exists");
        }
        await().until(() -> !log.read(Topics.DEAD_LETTER, "broken").isEmpty());
    }

    private static String submit(Replica replica, byte[]... fields) {
        HttpResponse<String> response = submission(replica, fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return Replica.json(response).path("id").stringValue();
    }

    private static HttpResponse<String> submission(Replica replica, byte[]... fields) {
        byte[] song = Replica.filePart("filename=\"a.wav\"", Audio.wav(2_000, SEED.incrementAndGet()));
        return replica.postForm(Audio.join(Audio.join(fields), song));
    }

    private static byte[] field(String name, String value) {
        return Replica.field(name, value);
    }

    private static byte[] file(String name, byte[] content) {
        return Replica.filePart("filename=\"" + name + "\"", content);
    }

    private static HttpResponse<String> post(byte[]... parts) {
        return api.postForm("/v1/models", Audio.join(parts));
    }

    private static HttpResponse<String> activate(Replica replica, String stage, String model) {
        return replica.send(
                "POST", "/v1/models/" + stage + "/activate", BodyPublishers.ofString("{\"model\": \"" + model + "\"}"));
    }

    private static HttpResponse<String> delete(Replica replica, String ref) {
        return replica.send("DELETE", "/v1/models/" + ref, BodyPublishers.noBody());
    }

    private static JsonNode model(Replica replica, String ref) {
        HttpResponse<String> response = replica.get("/v1/models/" + ref);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Replica.json(response);
    }

    private static String digest(JsonNode model) {
        return model.path("files").path(0).path("sha256").stringValue();
    }

    private static List<String> listed(Replica replica) {
        return Replica.json(replica.get("/v1/models"))
                .path("models")
                .valueStream()
                .map(model -> model.path("model").stringValue())
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    private static StageRequest separation(String jobId) {
        return log.read(Topics.JOB_SUBMITTED, jobId).getFirst().value().stages().stream()
                .filter(request -> request.stage() == Stage.SEPARATION)
                .findFirst()
                .orElseThrow();
    }

    private static StageRequest request(TestModel model, Integer shifts, Long seed) {
        return new StageRequest(Stage.SEPARATION, ModelRef.parse(model.ref()), new Separation(shifts, seed));
    }
}
