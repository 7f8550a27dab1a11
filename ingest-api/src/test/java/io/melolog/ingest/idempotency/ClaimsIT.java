package io.melolog.ingest.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.ingest.storage.StorageProperties;
import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Lane;
import io.melolog.testing.TestStorage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsIT {
    private static final Duration DAY = Duration.ofHours(24);
    private static final IdempotencyKey KEY = new IdempotencyKey("key");

    @TempDir
    Path folder;

    @Test
    void shouldForgetAKeyAfterADayAndNotBefore() throws Exception {
        // given
        try (TestStorage server = new TestStorage(folder);
                ObjectStorage storage = new ObjectStorage(new StorageProperties(
                        URI.create(server.endpoint()),
                        URI.create(server.endpoint()),
                        TestStorage.ACCESS_KEY,
                        TestStorage.SECRET_KEY,
                        TestStorage.BUCKET,
                        "us-east-1"))) {
            storage.ensureBucket();
            Claims today = new Claims(storage, DAY, Clock.systemUTC());
            Claims tomorrow = new Claims(storage, DAY, Clock.offset(Clock.systemUTC(), DAY.plusMinutes(1)));
            Claims.Claimed first = today.claim(KEY, "body", submission("a", "tenant"));

            // when
            today.sweep();
            Claims.Claimed again = today.claim(KEY, "body", submission("b", "tenant"));
            Claims.Claimed stranger = today.claim(KEY, "else", submission("c", "stranger"));
            tomorrow.sweep();
            Claims.Claimed later = tomorrow.claim(KEY, "else", submission("d", "tenant"));

            // then
            assertThat(first.replayed()).isFalse();
            assertThat(again).isEqualTo(new Claims.Claimed(first.submission(), true));
            assertThat(stranger.replayed()).isFalse();
            assertThat(later.submission().jobId()).isEqualTo("d");
        }
    }

    private static JobSubmitted submission(String id, String tenant) {
        return new JobSubmitted(
                id,
                tenant,
                "scope",
                new ContentRef("00", 1, "audio/wav"),
                List.of(StageRequest.byDefault(Stage.PITCH)),
                Lane.INTERACTIVE,
                Instant.parse("2026-11-20T12:00:00Z"));
    }
}
