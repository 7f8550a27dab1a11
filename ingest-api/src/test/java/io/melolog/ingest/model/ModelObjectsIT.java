package io.melolog.ingest.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.ingest.storage.StorageProperties;
import io.melolog.schemas.model.ModelFile;
import io.melolog.testing.TestStorage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelObjectsIT {
    @TempDir
    private Path folder;

    @Test
    void shouldSweepOldFilesThatNoModelUses() throws Exception {
        try (TestStorage storage = new TestStorage(folder);
                ObjectStorage bucket = new ObjectStorage(properties(storage.endpoint()))) {
            // given
            bucket.ensureBucket();
            ModelObjects objects = new ModelObjects(bucket);
            ModelFile used = ModelManifest.file("a.th", 3, "aa");
            ModelFile unused = ModelManifest.file("b.th", 3, "bb");
            for (ModelFile file : List.of(used, unused)) {
                objects.store(file, new ByteArrayInputStream(new byte[3]), () -> {});
            }

            // when
            objects.sweep(Instant.now().minus(Duration.ofHours(1)), "aa"::equals);
            List<ModelFile> missingWhileYoung = objects.missing(List.of(used, unused));
            objects.sweep(Instant.now().plus(Duration.ofHours(1)), "aa"::equals);

            // then
            assertThat(missingWhileYoung).isEmpty();
            assertThat(objects.missing(List.of(used, unused))).containsExactly(unused);
            assertThat(storage.filesContaining("incoming")).isEmpty();
        }
    }

    private static StorageProperties properties(String endpoint) {
        return new StorageProperties(
                URI.create(endpoint),
                URI.create(endpoint),
                TestStorage.ACCESS_KEY,
                TestStorage.SECRET_KEY,
                TestStorage.BUCKET,
                "us-east-1");
    }
}
