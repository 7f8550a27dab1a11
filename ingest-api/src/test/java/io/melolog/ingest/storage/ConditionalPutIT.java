package io.melolog.ingest.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.testing.TestStorage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionalPutIT {
    private static final int WRITERS = 8;

    @TempDir
    Path folder;

    @Test
    void shouldLetOneOfManyWritersWin() throws Exception {
        // given
        try (TestStorage server = new TestStorage(folder);
                ObjectStorage storage = new ObjectStorage(new StorageProperties(
                        URI.create(server.endpoint()),
                        URI.create(server.endpoint()),
                        TestStorage.ACCESS_KEY,
                        TestStorage.SECRET_KEY,
                        TestStorage.BUCKET,
                        "us-east-1"));
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            storage.ensureBucket();
            for (int round = 0; round < 50; round++) {
                String key = "claims/" + round;

                // when
                List<Future<Boolean>> calls = IntStream.range(0, WRITERS)
                        .mapToObj(writer -> writers.submit(() -> storage.putIfAbsent(key, bytes(writer), "text/plain")))
                        .toList();
                List<Integer> winners = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    if (calls.get(writer).get()) {
                        winners.add(writer);
                    }
                }

                // then
                assertThat(winners).hasSize(1);
                assertThat(storage.read(key, 100).orElseThrow()).isEqualTo(bytes(winners.getFirst()));
            }
        }
    }

    private static byte[] bytes(int writer) {
        return ("writer " + writer).getBytes(StandardCharsets.UTF_8);
    }
}
