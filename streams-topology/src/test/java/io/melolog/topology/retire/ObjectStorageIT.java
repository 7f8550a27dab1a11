package io.melolog.topology.retire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.testing.TestStorage;
import io.minio.MakeBucketArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStorageIT {
    private static final byte[] BYTES = {1, 2, 3};

    @TempDir
    static Path dir;

    private static TestStorage server;

    @BeforeAll
    static void start() throws Exception {
        server = new TestStorage(dir);
        server.client()
                .makeBucket(MakeBucketArgs.builder().bucket(TestStorage.BUCKET).build());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void shouldDeleteAllOfAWorkAndNothingElseHoweverOften() throws Exception {
        // given
        server.put(ObjectKeys.workResult("w1"), BYTES);
        server.put(ObjectKeys.artifact("w1", "a"), BYTES);
        server.put(ObjectKeys.artifact("w11", "b"), BYTES);
        ObjectsRetired retired = retired("w1", ObjectsRetired.Kind.WORK, ObjectKeys.workPrefix("w1"));

        // when
        storage(TestStorage.BUCKET).delete(retired, Instant.now());
        storage(TestStorage.BUCKET).delete(retired, Instant.now());

        // then
        assertThat(server.keys("work/")).containsExactly(ObjectKeys.artifact("w11", "b"));
    }

    @Test
    void shouldKeepAnOriginalThatWasRefreshedMeanwhile() throws Exception {
        // given
        String key = ObjectKeys.original("default", "c0");
        server.put(key, BYTES);
        ObjectsRetired retired = retired("o1", ObjectsRetired.Kind.ORIGINAL, key);

        // when
        storage(TestStorage.BUCKET).delete(retired, Instant.now());
        assertThat(server.keys(key)).hasSize(1);
        storage(TestStorage.BUCKET).delete(retired, Instant.now().plus(Duration.ofHours(25)));
        storage(TestStorage.BUCKET).delete(retired, Instant.now().plus(Duration.ofHours(25)));

        // then
        assertThat(server.keys(key)).isEmpty();
    }

    @Test
    void shouldFindNothingToDoWithoutABucket() throws Exception {
        // given
        ObjectsRetired retired = retired("j", ObjectsRetired.Kind.JOB, "jobs/j/");

        // when
        storage("nowhere").delete(retired, Instant.now());

        // then
        assertThat(server.keys("jobs/")).isEmpty();
    }

    @Test
    void shouldSayThatTheStorageDidNotAnswer() throws Exception {
        // given
        ObjectsRetired retired = retired("j", ObjectsRetired.Kind.JOB, "jobs/j/");
        server.stop();

        // then
        assertThatThrownBy(() -> storage(TestStorage.BUCKET).delete(retired, Instant.now()))
                .isInstanceOfSatisfying(StorageException.class, outage -> assertThat(outage.refused())
                        .isFalse());
        server.start();
    }

    private static ObjectStorage storage(String bucket) {
        return new ObjectStorage(server.client(), bucket, Duration.ofHours(24));
    }

    private static ObjectsRetired retired(String owner, ObjectsRetired.Kind kind, String objects) {
        return new ObjectsRetired(owner, kind, objects, Instant.now());
    }
}
