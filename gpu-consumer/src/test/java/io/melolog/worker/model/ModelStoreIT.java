package io.melolog.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.FailureCode;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.storage.StorageUnavailableException;
import io.melolog.worker.storage.WorkStorage;
import io.melolog.worker.testing.Models;
import io.melolog.worker.testing.TestModel;
import io.melolog.worker.testing.WorkerBench;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreIT {
    @TempDir
    private static Path servers;

    private static TestBroker broker;
    private static TestStorage storage;
    private static WorkerBench bench;

    @TempDir
    private Path folder;

    private ModelCatalogue catalogue;
    private ModelStore store;

    @BeforeAll
    static void startServers() throws Exception {
        broker = new TestBroker(servers.resolve("broker"), TestBroker.SHORT_LEASES);
        storage = new TestStorage(servers.resolve("s3"));
        bench = new WorkerBench(broker.bootstrapServers(), storage.endpoint());
        workStorage().ensureBucket();
    }

    @BeforeEach
    void open() throws Exception {
        catalogue = new ModelCatalogue(broker.bootstrapServers(), Clock.systemUTC());
        store = new ModelStore(catalogue, workStorage(), folder, 1 << 20, new SimpleMeterRegistry(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        catalogue.close();
    }

    @AfterAll
    static void stopServers() throws Exception {
        bench.close();
        storage.close();
        broker.close();
    }

    @Test
    void shouldFetchAModelThatWasAddedJustBefore() throws Exception {
        // given
        ModelRegistration.Added added = Models.add(bench, storage, new TestModel());
        List<Double> progress = new ArrayList<>();

        // when
        List<Path> files;
        try (LocalModel model = store.open(added.model(), Stage.SEPARATION, progress::add, () -> false)) {
            assertThat(model.registration()).isEqualTo(added);
            files = model.files();
        }

        // then
        assertThat(files).singleElement().satisfies(file -> assertThat(Files.readAllBytes(file))
                .isEqualTo(storage.get(added.files().getFirst().key())));
        assertThat(progress).endsWith(1.0);
    }

    @Test
    void shouldSayThatAModelIsNotRegistered() throws Exception {
        assertRefused(Models.newRef(), "is not registered (any more). Add it again or choose another.");
    }

    @Test
    void shouldSayThatAModelIsNotRegisteredAnyMore() throws Exception {
        // given
        ModelRegistration.Added added = Models.add(bench, storage, new TestModel());
        store.open(added.model(), Stage.SEPARATION, share -> {}, () -> false).close();

        // when
        bench.register(new ModelRegistration.Removed(
                added.model(), added.stage(), added.files(), Clock.systemUTC().instant()));

        // then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertRefused(added.model(), "is not registered (any more)"));
    }

    @Test
    void shouldNotServeAModelOfAnotherStage() throws Exception {
        // given
        ModelRegistration.Added added = Models.add(bench, storage, new TestModel());

        // when / then
        assertThatThrownBy(() -> store.open(added.model(), Stage.PITCH, share -> {}, () -> false))
                .isInstanceOf(WorkRefusedException.class);
    }

    @Test
    void shouldSayThatAFileIsDamagedInTheStorage() throws Exception {
        // given
        ModelRegistration.Added added = Models.add(bench, storage, new TestModel());
        ModelFile file = added.files().getFirst();
        byte[] damaged = storage.get(file.key());
        damaged[damaged.length / 2] ^= 1;
        storage.put(file.key(), damaged);

        // when / then
        assertRefused(added.model(), "is damaged in the object storage");
        assertThat(folder.resolve(file.sha256())).doesNotExist();
    }

    @Test
    void shouldNotReadMoreThanWasRegistered() throws Exception {
        // given
        ModelRegistration.Added added = Models.add(bench, storage, new TestModel());
        storage.put(added.files().getFirst().key(), new byte[5 << 20]);

        // when / then
        assertRefused(added.model(), "is damaged in the object storage");
    }

    @Test
    void shouldSayThatAFileIsNoLongerStored() throws Exception {
        // given
        ModelRef model = Models.newRef();
        bench.register(Models.registration(model, "never stored".getBytes(StandardCharsets.UTF_8)));

        // when / then
        assertRefused(model, "The file weights.th of the model " + model + " is no longer in the object storage.");
    }

    @Test
    void shouldServeFromTheDiskWhileTheStorageIsAway() throws Exception {
        // given
        ModelRegistration.Added here = Models.add(bench, storage, new TestModel());
        ModelRegistration.Added elsewhere = Models.add(bench, storage, new TestModel());
        store.open(here.model(), Stage.SEPARATION, share -> {}, () -> false).close();
        storage.stop();
        try {

            // when / then
            store.open(here.model(), Stage.SEPARATION, share -> {}, () -> false).close();
            assertThatThrownBy(() -> store.open(elsewhere.model(), Stage.SEPARATION, share -> {}, () -> false))
                    .isInstanceOf(StorageUnavailableException.class);
        } finally {
            storage.start();
        }
    }

    @Test
    void shouldNameUnreadableRecordsAndReadOn() throws Exception {
        // given
        bench.sendRaw(Topics.MODEL_REGISTERED.name(), "{\"type\":\"added\"}".getBytes(StandardCharsets.UTF_8));
        ModelRegistration.Added hostile = Models.registration(Models.newRef(), new byte[1]);
        bench.register(new ModelRegistration.Added(
                hostile.model(),
                hostile.stage(),
                hostile.format(),
                List.of(new ModelFile("weights.th", 1, "../../../etc/passwd", "models/x")),
                hostile.stems(),
                null,
                hostile.quality(),
                null,
                null,
                hostile.at()));

        // when
        ModelRegistration.Added added = Models.add(bench, storage, new TestModel());
        store.open(added.model(), Stage.SEPARATION, share -> {}, () -> false).close();

        // then
        assertRefused(hostile.model(), "is not registered");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(bench.deadLetters())
                .filteredOn(letter -> letter.sourceTopic().equals(Topics.MODEL_REGISTERED.name()))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(letter -> assertThat(letter.service()).isEqualTo("gpu-consumer")));
    }

    @Test
    void shouldKeepAFileThatAnotherWorkerUses() throws Exception {
        // given
        ModelRegistration.Added used = Models.add(bench, storage, new TestModel());
        ModelRegistration.Added next = Models.add(bench, storage, new TestModel());
        store.open(used.model(), Stage.SEPARATION, share -> {}, () -> false).close();
        Path file = folder.resolve(used.files().getFirst().sha256());
        var small = new ModelStore(catalogue, workStorage(), folder, 1, new SimpleMeterRegistry(), Clock.systemUTC());
        Process other = FileUseProcess.start(file, folder.resolve("held"));
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("held")));

            // when
            small.open(next.model(), Stage.SEPARATION, share -> {}, () -> false).close();

            // then
            assertThat(file).exists();
        } finally {
            other.destroyForcibly().waitFor();
        }

        // when
        ModelRegistration.Added last = Models.add(bench, storage, new TestModel());
        small.open(last.model(), Stage.SEPARATION, share -> {}, () -> false).close();

        // then
        assertThat(file).doesNotExist();
    }

    private void assertRefused(ModelRef model, String sentence) {
        assertThatThrownBy(() -> store.open(model, Stage.SEPARATION, share -> {}, () -> false))
                .isInstanceOfSatisfying(WorkRefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(FailureCode.MODEL_UNAVAILABLE);
                    assertThat(refused.detail()).contains(model.toString(), sentence);
                });
    }

    private static WorkStorage workStorage() {
        return new WorkStorage(TestStorage.newClient(storage.endpoint()), TestStorage.BUCKET);
    }
}
