package io.melolog.topology.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.job.JobCommand;
import io.melolog.schemas.job.JobEvent;
import io.melolog.schemas.job.JobSubmitted;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkSpec;
import io.melolog.topology.testing.Examples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobDecisionsTest {
    private static final Instant NOW = Examples.AT.plusSeconds(1);
    private static final String JOB = Examples.jobId(1);

    private @Nullable JobState state;
    private final List<WorkAsked> asked = new ArrayList<>();
    private final List<JobEvent> told = new ArrayList<>();
    private final List<ObjectsRetired> retired = new ArrayList<>();

    @Test
    void shouldHoldTheUploadBeforeItPlansAndThenAskForWhatCanStart() {
        // given
        submit(Examples.job(1, "c0"));
        assertThat(told).isEmpty();
        assertThat(asked).singleElement().isInstanceOf(WorkAsked.OriginalHeld.class);

        // when
        answer(held("other-job"));

        // then
        assertThat(told).singleElement().isInstanceOfSatisfying(JobEvent.Planned.class, planned -> {
            assertThat(planned.sequence()).isEqualTo(1);
            assertThat(planned.duplicateOf()).isEqualTo("other-job");
            assertThat(planned.createdAt()).isEqualTo(Examples.AT);
            assertThat(planned.stages()).hasSize(3);
        });
        assertThat(wanted()).extracting(want -> want.spec().stage()).containsExactly(Stage.SEPARATION, Stage.WAVEFORM);
        assertThat(wanted().getFirst().inputs())
                .containsExactly(new InputObject("source", "originals/default/c0", "audio/mpeg"));
        assertThat(wanted().getFirst().workId())
                .isEqualTo(wanted().getFirst().spec().workId());
    }

    @Test
    void shouldReadTheVocalsForPitchOnceSeparationIsDone() {
        // given
        submit(Examples.job(1, "c0"));
        answer(held(null));

        // when
        succeed(Stage.SEPARATION);

        // then
        WorkAsked.Wanted pitch = wanted(Stage.PITCH);
        WorkAsked.Wanted separation = wanted(Stage.SEPARATION);
        assertThat(pitch.spec().inputs()).containsExactly(new WorkInput.Upstream(separation.workId(), "vocals.flac"));
        assertThat(pitch.inputs()).singleElement().satisfies(input -> {
            assertThat(input.name()).isEqualTo("vocals.flac");
            assertThat(input.key()).isEqualTo("work/" + separation.workId() + "/vocals.flac");
        });
    }

    @Test
    void shouldReadTheUploadForPitchWhenNoSeparationIsAskedFor() {
        // given
        submit(Examples.job(1, "c0", Stage.PITCH));

        // when
        answer(held(null));

        // then
        assertThat(wanted(Stage.PITCH).spec().inputs()).containsExactly(new WorkInput.Upload("c0"));
    }

    @Test
    void shouldNumberEventsWithoutAGapAndCompleteOnceAllStagesAreDone() {
        // given
        submit(Examples.job(1, "c0"));
        answer(held(null));

        // when
        answer(started(Stage.SEPARATION, 1));
        answer(started(Stage.SEPARATION, 1));
        succeed(Stage.WAVEFORM);
        answer(started(Stage.SEPARATION, 2));
        succeed(Stage.SEPARATION);
        succeed(Stage.SEPARATION);
        succeed(Stage.PITCH);
        answer(started(Stage.PITCH, 1));

        // then
        assertThat(told).extracting(JobEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(told)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "Planned",
                        "StageStarted",
                        "StageFinished",
                        "StageStarted",
                        "StageFinished",
                        "StageFinished",
                        "Completed");
    }

    @Test
    void shouldFailOnceAndLeaveWhatItStillWaitsFor() {
        // given
        submit(Examples.job(1, "c0"));
        answer(held(null));
        String separation = wanted(Stage.SEPARATION).workId();
        String waveform = wanted(Stage.WAVEFORM).workId();
        asked.clear();

        // when
        answer(failed(separation, Stage.SEPARATION));
        answer(failed(waveform, Stage.WAVEFORM));

        // then
        assertThat(told).hasSize(2).last().isInstanceOfSatisfying(JobEvent.Failed.class, failure -> {
            assertThat(failure.stage()).isEqualTo(Stage.SEPARATION);
            assertThat(failure.error().code()).isEqualTo("undecodable_audio");
        });
        assertThat(asked)
                .extracting(ask -> ask.getClass().getSimpleName() + " " + ask.workId())
                .containsExactly("Left " + waveform, "OriginalFailed " + originalId());
    }

    @Test
    void shouldFailRatherThanWaitForAnArtifactThatAnUpstreamStageDidNotMake() {
        // given
        submit(Examples.job(1, "c0", Stage.SEPARATION, Stage.PITCH));
        answer(held(null));
        WorkAsked.Wanted separation = wanted(Stage.SEPARATION);
        WorkCompleted full = Examples.result(separation.workId(), separation.spec(), NOW);
        WorkCompleted empty =
                new WorkCompleted(full.workId(), full.spec(), full.result(), List.of(), "cpu", 1, "w", NOW, NOW);

        // when
        answer(new WorkAnswered.Succeeded(separation.workId(), JOB, 0, empty, false, NOW));

        // then
        assertThat(told).last().isInstanceOfSatisfying(JobEvent.Failed.class, failure -> assertThat(
                        failure.error().code())
                .isEqualTo("input_missing"));
    }

    @Test
    void shouldEndACancelledJobOnceAndIgnoreWhatComesLater() {
        // given
        submit(Examples.job(1, "c0"));
        answer(held(null));

        // when
        command(new JobCommand.Cancel(JOB, Examples.TENANT, NOW));
        command(new JobCommand.Cancel(JOB, Examples.TENANT, NOW));
        succeed(Stage.SEPARATION);

        // then
        assertThat(told).hasSize(2).last().isInstanceOfSatisfying(JobEvent.Failed.class, failure -> {
            assertThat(failure.stage()).isNull();
            assertThat(failure.error().code()).isEqualTo("cancelled");
        });
        assertThat(asked).filteredOn(WorkAsked.Left.class::isInstance).hasSize(2);
    }

    @Test
    void shouldObeyACommandThatOvertookTheSubmission() {
        // given
        command(new JobCommand.Cancel(JOB, "stranger", NOW));
        command(new JobCommand.Cancel(JOB, Examples.TENANT, NOW));

        // when
        submit(Examples.job(1, "c0"));
        answer(held(null));

        // then
        assertThat(told).extracting(event -> event.getClass().getSimpleName()).containsExactly("Planned", "Failed");
        assertThat(told).extracting(JobEvent::sequence).containsExactly(1L, 2L);
        assertThat(asked).filteredOn(WorkAsked.Wanted.class::isInstance).isEmpty();
    }

    @Test
    void shouldDropASubmissionThatComesAgainAtAnyTime() {
        // given
        JobSubmitted submitted = Examples.job(1, "c0");
        submit(submitted);
        int askedFirst = asked.size();

        // when
        submit(submitted);
        int askedAgain = asked.size();
        answer(held(null));
        submit(submitted);
        command(new JobCommand.Cancel(JOB, Examples.TENANT, NOW));
        submit(submitted);

        // then
        assertThat(askedAgain).isEqualTo(askedFirst);
        assertThat(told).filteredOn(JobEvent.Planned.class::isInstance).hasSize(1);
        assertThat(told).extracting(JobEvent::sequence).doesNotHaveDuplicates();
        assertThat(told).last().isInstanceOf(JobEvent.Failed.class);
    }

    @Test
    void shouldNotObeyAnotherTenant() {
        // given
        submit(Examples.job(1, "c0"));
        answer(held(null));

        // when
        command(new JobCommand.Erase(JOB, "stranger", NOW));

        // then
        assertThat(told).hasSize(1);
        assertThat(retired).isEmpty();
    }

    @Test
    void shouldDropEverythingThatAnErasedJobHeldAndForgetNothingElse() {
        // given
        JobSubmitted submitted = Examples.job(1, "c0");
        submit(submitted);
        answer(held(null));
        succeed(Stage.SEPARATION);
        asked.removeIf(ask -> !(ask instanceof WorkAsked.Wanted));
        List<String> works = wanted().stream().map(WorkAsked.Wanted::workId).toList();

        // when
        command(new JobCommand.Erase(JOB, Examples.TENANT, NOW));
        submit(submitted);
        command(new JobCommand.Erase(JOB, Examples.TENANT, NOW));
        answer(started(Stage.WAVEFORM, 1));

        // then
        assertThat(told).last().isInstanceOf(JobEvent.Erased.class);
        assertThat(told).filteredOn(JobEvent.Failed.class::isInstance).isEmpty();
        assertThat(retired).singleElement().satisfies(objects -> {
            assertThat(objects.kind()).isEqualTo(ObjectsRetired.Kind.JOB);
            assertThat(objects.objects()).isEqualTo("jobs/" + JOB + "/");
        });
        assertThat(asked)
                .filteredOn(WorkAsked.Dropped.class::isInstance)
                .extracting(WorkAsked::workId)
                .containsAll(works)
                .contains(originalId())
                .hasSize(works.size() + 1);
        assertThat(state).isInstanceOf(JobState.Erased.class);
    }

    private void submit(JobSubmitted submitted) {
        apply(JobDecisions.onSubmitted(state, submitted, NOW));
    }

    private void command(JobCommand command) {
        apply(JobDecisions.onCommand(state, command, NOW));
    }

    private void answer(WorkAnswered answered) {
        apply(JobDecisions.onAnswered(state, answered, NOW));
    }

    private void succeed(Stage stage) {
        WorkAsked.Wanted want = wanted(stage);
        answer(new WorkAnswered.Succeeded(
                want.workId(), JOB, 0, Examples.result(want.workId(), want.spec(), NOW), false, NOW));
    }

    private void apply(PlannerDecision decision) {
        state = decision.state();
        for (PlannerEffect effect : decision.effects()) {
            switch (effect) {
                case PlannerEffect.Ask(var ask) -> asked.add(ask);
                case PlannerEffect.Tell(var event) -> told.add(event);
                case PlannerEffect.Retire(var objects) -> retired.add(objects);
                case PlannerEffect.Count ignored -> {}
            }
        }
    }

    private List<WorkAsked.Wanted> wanted() {
        return asked.stream()
                .filter(WorkAsked.Wanted.class::isInstance)
                .map(WorkAsked.Wanted.class::cast)
                .toList();
    }

    private WorkAsked.Wanted wanted(Stage stage) {
        return wanted().stream()
                .filter(want -> want.spec().stage() == stage)
                .findFirst()
                .orElseThrow();
    }

    private String originalId() {
        return WorkSpec.originalId("default", "c0");
    }

    private WorkAnswered held(@Nullable String duplicateOf) {
        return new WorkAnswered.OriginalHeld(originalId(), JOB, 0, duplicateOf, NOW);
    }

    private WorkAnswered started(Stage stage, int attempt) {
        return new WorkAnswered.Started(wanted(stage).workId(), JOB, 0, stage, attempt, NOW);
    }

    private static WorkAnswered failed(String workId, Stage stage) {
        return new WorkAnswered.Failed(workId, JOB, 0, stage, FailureCode.UNDECODABLE_AUDIO.because("no frame"), NOW);
    }
}
