package io.melolog.notifier.jobstatus;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.notifier.testing.JobHistory;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobStatus;
import io.melolog.schemas.job.JobStatus.Known;
import io.melolog.schemas.job.JobStatus.StageStatus;
import io.melolog.schemas.job.JobStatus.State;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Artifact;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobStatusReducerTest {
    @Test
    void shouldWaitWithEveryStageWaitingOncePlanned() {
        // given
        JobHistory history = new JobHistory("j").planned(Stage.SEPARATION, Stage.PITCH);

        // when
        Known job = reduced(history);

        // then
        assertThat(job.status()).isEqualTo(State.WAITING);
        assertThat(job.stages()).extracting(StageStatus::stage).containsExactly(Stage.SEPARATION, Stage.PITCH);
        assertThat(job.stages()).extracting(StageStatus::status).containsOnly(State.WAITING);
        assertThat(job.createdAt()).isEqualTo(((JobEvent.Planned) history.last()).createdAt());
    }

    @Test
    void shouldBeProcessingWhileOneStageIsFinishedAndAnotherWaits() {
        // given
        JobHistory history = new JobHistory("j")
                .planned(Stage.SEPARATION, Stage.PITCH)
                .started(Stage.SEPARATION, 1)
                .finished(Stage.SEPARATION, false);

        // when
        Known job = reduced(history);

        // then
        assertThat(job.status()).isEqualTo(State.PROCESSING);
        assertThat(job.durationSeconds()).isEqualTo(JobHistory.DURATION_SECONDS);
        assertThat(job.artifacts()).extracting(Artifact::name).containsExactly("separation.bin");
        assertThat(job.stages().getFirst())
                .isEqualTo(new StageStatus(
                        Stage.SEPARATION,
                        "work-separation",
                        State.COMPLETED,
                        Stage.SEPARATION.defaultModel(),
                        "cpu",
                        1.5,
                        false,
                        "preview"));
        assertThat(job.stages().getLast().status()).isEqualTo(State.WAITING);
    }

    @Test
    void shouldShowTheMusicOfThePitchStageAndComplete() {
        // given
        JobHistory history = new JobHistory("j")
                .planned(Stage.PITCH)
                .finished(Stage.PITCH, true)
                .completed();

        // when
        Known job = reduced(history);

        // then
        assertThat(job.status()).isEqualTo(State.COMPLETED);
        assertThat(job.result()).isEqualTo(new JobStatus.Music(7, "treble", "A minor", null, "4/4"));
        assertThat(job.stages().getFirst().reused()).isTrue();
        assertThat(job.error()).isNull();
    }

    @Test
    void shouldFailTheNamedStageAndLeaveTheOthers() {
        // given
        JobHistory history = new JobHistory("j")
                .planned(Stage.SEPARATION, Stage.PITCH, Stage.WAVEFORM)
                .finished(Stage.WAVEFORM, false)
                .started(Stage.SEPARATION, 1)
                .failed(Stage.SEPARATION);

        // when
        Known job = reduced(history);

        // then
        assertThat(job.status()).isEqualTo(State.FAILED);
        assertThat(job.error()).isEqualTo(((JobEvent.Failed) history.last()).error());
        assertThat(job.stages())
                .extracting(StageStatus::status)
                .containsExactly(State.FAILED, State.WAITING, State.COMPLETED);
    }

    @Test
    void shouldRememberNothingOfAnErasedJob() {
        // given
        JobHistory history = new JobHistory("j")
                .planned(Stage.PITCH)
                .finished(Stage.PITCH, false)
                .completed()
                .erased();

        // when
        JobStatus status = reduce(history.events());

        // then
        assertThat(status)
                .isEqualTo(
                        new JobStatus.Erased("j", "default", 4, history.last().at()));
    }

    @Test
    void shouldTakeNoticeOfAReplayInTheSequenceOnly() {
        // given
        JobHistory history = new JobHistory("j")
                .planned(Stage.PITCH)
                .finished(Stage.PITCH, false)
                .completed();
        Known before = reduced(history);

        // when
        Outcome outcome = JobStatusReducer.apply(before, history.later().last());

        // then
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Advanced.class, advanced -> assertThat(advanced.status())
                .usingRecursiveComparison()
                .ignoringFields("sequence", "at")
                .isEqualTo(before));
        assertThat(((Outcome.Advanced) outcome).status().sequence()).isEqualTo(4);
    }

    @Test
    void shouldIgnoreWhatWasAppliedBefore() {
        // given
        JobHistory history = new JobHistory("j").planned(Stage.PITCH).started(Stage.PITCH, 1);
        JobStatus status = reduce(history.events());

        // then
        assertThat(history.events()).allSatisfy(event -> assertThat(JobStatusReducer.apply(status, event))
                .isEqualTo(new Outcome.Ignored()));
    }

    @Test
    void shouldRefuseAGap() {
        // given
        JobHistory history =
                new JobHistory("j").planned(Stage.PITCH).started(Stage.PITCH, 1).finished(Stage.PITCH, false);
        List<JobEvent> events = history.events();

        // then
        assertThat(code(null, events.get(1))).isEqualTo("sequence_gap");
        assertThat(code(reduce(events.subList(0, 1)), events.get(2))).isEqualTo("sequence_gap");
    }

    @Test
    void shouldRefuseWhatCannotFollow() {
        // given
        JobHistory planned = new JobHistory("j").planned(Stage.SEPARATION);
        JobHistory finished = new JobHistory("j").planned(Stage.SEPARATION).finished(Stage.SEPARATION, false);
        JobHistory completed = new JobHistory("j")
                .planned(Stage.SEPARATION)
                .finished(Stage.SEPARATION, false)
                .completed();
        JobHistory erased = new JobHistory("j").planned(Stage.SEPARATION).erased();

        // then
        assertThat(code(null, new JobHistory("j").completed().last())).isEqualTo("impossible_transition");
        for (JobHistory impossible : List.of(
                planned.planned(Stage.PITCH),
                new JobHistory("j").planned(Stage.SEPARATION).started(Stage.PITCH, 1),
                new JobHistory("j").planned(Stage.SEPARATION).failed(Stage.PITCH),
                new JobHistory("j").planned(Stage.SEPARATION).completed(),
                finished.started(Stage.SEPARATION, 2),
                new JobHistory("j")
                        .planned(Stage.PITCH)
                        .finished(Stage.PITCH, false)
                        .finished(Stage.PITCH, true),
                new JobHistory("j")
                        .planned(Stage.PITCH)
                        .finished(Stage.PITCH, false)
                        .failed(Stage.PITCH),
                completed.failed(null),
                erased.started(Stage.SEPARATION, 1))) {
            List<JobEvent> events = impossible.events();
            JobStatus before = reduce(events.subList(0, events.size() - 1));
            assertThat(code(before, events.getLast()))
                    .as("%s after %s", events.getLast(), before)
                    .isEqualTo("impossible_transition");
        }
    }

    private static String code(@Nullable JobStatus current, JobEvent event) {
        return ((Outcome.Impossible) JobStatusReducer.apply(current, event)).code();
    }

    private static Known reduced(JobHistory history) {
        return (Known) reduce(history.events());
    }

    private static JobStatus reduce(List<JobEvent> events) {
        JobStatus status = null;
        for (JobEvent event : events) {
            Outcome outcome = JobStatusReducer.apply(status, event);
            assertThat(outcome).as("%s", event).isInstanceOfAny(Outcome.Changed.class, Outcome.Advanced.class);
            status = outcome instanceof Outcome.Changed changed
                    ? changed.status()
                    : ((Outcome.Advanced) outcome).status();
        }
        return status;
    }
}
