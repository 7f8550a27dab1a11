package io.melolog.ingest.testing;

import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Lane;
import java.time.Instant;
import java.util.List;

/** What the notifier would say of a job. */
public final class Statuses {
    private Statuses() {}

    /** A job of one stage, whose work is {@code w-<id>}. */
    public static JobStatus.Known of(String id, long sequence, State state, String sha256) {
        Instant now = Instant.now();
        StageStatus stage = new StageStatus(
                Stage.SEPARATION, "w-" + id, state, Stage.SEPARATION.defaultModel(), null, null, null, null);
        return new JobStatus.Known(
                id,
                "default",
                sequence,
                state,
                new ContentRef(sha256, 5_000, "audio/wav"),
                null,
                Lane.INTERACTIVE,
                List.of(stage),
                null,
                null,
                List.of(),
                null,
                now,
                now);
    }

    public static JobStatus.Known of(String id, long sequence, State state) {
        return of(id, sequence, state, "00");
    }
}
