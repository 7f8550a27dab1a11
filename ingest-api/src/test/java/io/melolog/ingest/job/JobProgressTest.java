package io.melolog.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobProgressTest {
    @Test
    void shouldBeNothingBeforeAndAllAfter() {
        assertThat(JobProgress.of(State.WAITING, List.of(), work -> 0.5)).isZero();
        assertThat(JobProgress.of(State.COMPLETED, List.of(), work -> 0.5)).isEqualTo(1);
    }

    @Test
    void shouldGrowWithEachReportAndEachStage() {
        // given
        List<StageStatus> early = List.of(stage(Stage.SEPARATION, State.PROCESSING), stage(Stage.PITCH, State.WAITING));
        List<StageStatus> late =
                List.of(stage(Stage.SEPARATION, State.COMPLETED), stage(Stage.PITCH, State.PROCESSING));

        // when
        double begun = JobProgress.of(State.PROCESSING, early, work -> 0);
        double half = JobProgress.of(State.PROCESSING, early, work -> 0.5);
        double pitch = JobProgress.of(State.PROCESSING, late, work -> 0.5);

        // then
        assertThat(begun).isZero();
        assertThat(half).isPositive().isLessThan(pitch);
        assertThat(pitch).isLessThan(1);
    }

    @Test
    void shouldCountTheOnlyStageAlone() {
        List<StageStatus> only = List.of(stage(Stage.WAVEFORM, State.PROCESSING));
        assertThat(JobProgress.of(State.PROCESSING, only, work -> 0.25)).isCloseTo(0.25, within(1e-9));
    }

    private static StageStatus stage(Stage stage, State state) {
        return new StageStatus(stage, stage.id(), state, stage.defaultModel(), null, null, null, null);
    }
}
