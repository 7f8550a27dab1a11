package io.melolog.worker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.stage.SourceAudio;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.work.Artifact;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkSpec;
import io.melolog.testing.TestStorage;
import io.minio.RemoveObjectArgs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkStorageIT {
    @TempDir
    private static Path folder;

    private static TestStorage server;
    private static WorkStorage storage;

    @BeforeAll
    static void start() throws Exception {
        server = new TestStorage(folder.resolve("s3"));
        storage = new WorkStorage(server.client(), TestStorage.BUCKET);
        storage.ensureBucket();
        storage.ensureBucket();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void shouldFetchWhatWasStored(@TempDir Path scratch) throws Exception {
        // given
        Artifact stored = store("work-a", scratch, "some bytes");

        // when
        Path target = scratch.resolve("fetched");
        storage.fetch(new InputObject(stored.name(), stored.key(), stored.mediaType()), target);

        // then
        assertThat(target).hasContent("some bytes");
    }

    @Test
    void shouldNotTakeDamagedBytesForTheInput(@TempDir Path scratch) throws Exception {
        // given
        String key = ObjectKeys.original("default", "a".repeat(64));
        server.put(key, "other bytes".getBytes(StandardCharsets.UTF_8));

        // then
        assertThatThrownBy(() -> storage.fetch(new InputObject("source", key, "audio/wav"), scratch.resolve("x")))
                .isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void shouldSayWhatIsMissing(@TempDir Path scratch) {
        // given
        InputObject input = new InputObject("source", "originals/default/none", "audio/wav");

        // then
        assertThatThrownBy(() -> storage.fetch(input, scratch.resolve("x"))).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    void shouldNotBlameTheStorageForTheLocalDisk(@TempDir Path scratch) throws Exception {
        // given
        Artifact stored = store("work-b", scratch, "some bytes");
        Path nowhere = scratch.resolve("no-such-folder/file");

        // then
        assertThatThrownBy(
                        () -> storage.fetch(new InputObject(stored.name(), stored.key(), stored.mediaType()), nowhere))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldKeepTheFirstResult(@TempDir Path scratch) throws Exception {
        // given
        String workId = "work-" + UUID.randomUUID();
        WorkCompleted first = result(workId, "first", store(workId, scratch, "one"));
        WorkCompleted second = result(workId, "second", store(workId, scratch, "two"));

        // when
        storage.storeResult(first);
        WorkCompleted kept = storage.storeResult(second);

        // then
        assertThat(kept).isEqualTo(first);
        assertThat(storage.finished(workId)).contains(first);
    }

    @Test
    void shouldNotTrustAResultWhoseArtifactsAreGone(@TempDir Path scratch) throws Exception {
        // given
        String workId = "work-" + UUID.randomUUID();
        Artifact gone = store(workId, scratch, "gone");
        storage.storeResult(result(workId, "first", gone));
        server.client()
                .removeObject(RemoveObjectArgs.builder()
                        .bucket(TestStorage.BUCKET)
                        .object(gone.key())
                        .build());

        // when
        boolean finishedBefore = storage.finished(workId).isPresent();
        WorkCompleted second = result(workId, "second", store(workId, scratch, "new"));
        storage.storeResult(second);

        // then
        assertThat(finishedBefore).isFalse();
        assertThat(storage.finished(workId)).contains(second);
    }

    private static Artifact store(String workId, Path scratch, String content) throws Exception {
        Path file = Files.writeString(scratch.resolve(UUID.randomUUID().toString()), content);
        return storage.storeArtifact(workId, "name.txt", "text/plain", file);
    }

    private static WorkCompleted result(String workId, String worker, Artifact artifact) {
        Stage stage = Stage.WAVEFORM;
        WorkSpec spec = new WorkSpec(
                stage, stage.version(), stage.defaultModel(), List.of(), stage.defaultParameters(), "default");
        return new WorkCompleted(
                workId,
                spec,
                new StageResult.Waveform(new SourceAudio(1, 44_100, 2)),
                List.of(artifact),
                "cpu",
                0.5,
                worker,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
