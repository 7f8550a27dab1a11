package io.melolog.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.ingest.view.ViewedJob;
import io.melolog.schemas.job.ContentRef;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final WaitingJobs waiting = new WaitingJobs(new SimpleMeterRegistry());
    private final JobPace pace = new JobPace(new SimpleMeterRegistry());

    @Test
    void shouldNumberWaitingJobsPerLaneInTheOrderInWhichTheyCame() {
        // given
        waiting.changed(null, job("b", Lane.INTERACTIVE, State.WAITING, null, 0), true);
        waiting.changed(null, job("a", Lane.INTERACTIVE, State.WAITING, null, 0), true);
        waiting.changed(null, job("0", Lane.BULK, State.WAITING, null, 0), true);

        // then
        assertThat(waiting.position(Lane.INTERACTIVE, "a")).isEqualTo(1);
        assertThat(waiting.position(Lane.INTERACTIVE, "b")).isEqualTo(2);
        assertThat(waiting.position(Lane.BULK, "0")).isEqualTo(1);
        assertThat(waiting.position(Lane.INTERACTIVE, "c")).isEqualTo(3);
    }

    @Test
    void shouldMoveUpWhenAnotherBegins() {
        // given
        ViewedJob first = job("a", Lane.INTERACTIVE, State.WAITING, null, 0);
        waiting.changed(null, first, true);
        waiting.changed(null, job("b", Lane.INTERACTIVE, State.WAITING, null, 0), true);

        // when
        waiting.changed(first, job("a", Lane.INTERACTIVE, State.PROCESSING, null, 0), true);

        // then
        assertThat(waiting.position(Lane.INTERACTIVE, "b")).isEqualTo(1);
        assertThat(waiting.processingCount()).isEqualTo(1);
    }

    @Test
    void shouldExpectNothingBeforeItMeasured() {
        // when
        pace.changed(null, job("a", Lane.INTERACTIVE, State.COMPLETED, true, 30), true);
        pace.changed(null, job("b", Lane.INTERACTIVE, State.FAILED, false, 30), true);

        // then
        assertThat(pace.waitSeconds(1, 1)).isEmpty();
    }

    @Test
    void shouldExpectAsLongAsJobsTookSharedAmongThoseThatRun() {
        // when
        pace.changed(null, job("a", Lane.INTERACTIVE, State.COMPLETED, false, 10), true);
        pace.changed(null, job("b", Lane.INTERACTIVE, State.COMPLETED, false, 20), true);

        // then
        assertThat(pace.waitSeconds(1, 0).orElseThrow()).isCloseTo(15, within(1e-9));
        assertThat(pace.waitSeconds(4, 2).orElseThrow()).isCloseTo(30, within(1e-9));
    }

    private static ViewedJob job(String id, Lane lane, State state, Boolean reused, double seconds) {
        StageStatus stage =
                new StageStatus(Stage.PITCH, "w", state, Stage.PITCH.defaultModel(), "cpu", seconds, reused, null);
        return new ViewedJob.Known(new JobStatus.Known(
                id,
                "default",
                1,
                state,
                new ContentRef("00", 1, "audio/wav"),
                1.0,
                lane,
                List.of(stage),
                null,
                null,
                List.of(),
                null,
                NOW,
                NOW));
    }
}
