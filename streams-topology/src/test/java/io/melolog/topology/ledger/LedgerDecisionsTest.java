package io.melolog.topology.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.melolog.schemas.event.Event;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.work.Failure;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkCancelled;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.schemas.work.WorkSpec;
import io.melolog.topology.deadletter.UnprocessableRecordException;
import io.melolog.topology.testing.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerDecisionsTest {
    private static final WorkSpec SPEC = new WorkSpec(
            Stage.PITCH,
            1,
            Stage.PITCH.defaultModel(),
            List.of(new WorkInput.Upload("c0")),
            Stage.PITCH.defaultParameters(),
            "default");
    private static final String WORK = SPEC.workId();
    private static final String ORIGINAL = WorkSpec.originalId("default", "c0");

    private final LedgerModel ledger = new LedgerModel(LedgerSettings.DEFAULT);
    private final List<Event> out = new ArrayList<>();
    private Instant now = Examples.AT;

    @Test
    void shouldRequestUnknownWorkOnceForAnyNumberOfJobs() {
        // when
        want(1);
        want(2);
        want(2);
        want(3);

        // then
        assertThat(requests()).singleElement().satisfies(request -> {
            assertThat(request.attempt()).isEqualTo(1);
            assertThat(request.workId()).isEqualTo(WORK);
        });
        assertThat(ledger.waitersLeft()).isEqualTo(3);
    }

    @Test
    void shouldAnswerEveryWaiterAndPublishTheFirstSuccessOnly() {
        // given
        want(1);
        want(2);

        // when
        report(Examples.succeeded(requests().getFirst(), now));
        report(Examples.succeeded(requests().getFirst(), now));

        // then
        assertThat(of(WorkCompleted.class)).hasSize(1);
        assertThat(of(WorkAnswered.Succeeded.class))
                .extracting(WorkAnswered.Succeeded::jobId, WorkAnswered.Succeeded::reused)
                .containsExactly(tuple(Examples.jobId(1), false), tuple(Examples.jobId(2), false));
        assertThat(ledger.waitersLeft()).isZero();
        assertThat(ledger.holdsLeft()).isEqualTo(2);
    }

    @Test
    void shouldAnswerFinishedWorkAtOnceAsReused() {
        // given
        finish(1);
        out.clear();

        // when
        want(2);

        // then
        assertThat(out).singleElement().isInstanceOfSatisfying(WorkAnswered.Succeeded.class, answer -> assertThat(
                        answer.reused())
                .isTrue());
    }

    @Test
    void shouldTellJoinersThatWorkHasBegun() {
        // given
        want(1);
        report(Examples.started(requests().getFirst(), now));
        report(Examples.started(requests().getFirst(), now));

        // when
        want(2);

        // then
        assertThat(of(WorkAnswered.Started.class))
                .extracting(WorkAnswered.Started::jobId)
                .containsExactly(Examples.jobId(1), Examples.jobId(2));
    }

    @Test
    void shouldAnswerManyWaitersInBoundedBatches() {
        // given
        for (int job = 0; job < 450; job++) {
            want(job);
        }
        WorkRequested request = requests().getFirst();

        // when
        report(Examples.started(request, now));
        int announcedAtOnce = of(WorkAnswered.Started.class).size();
        report(Examples.succeeded(request, now));
        int answeredAtOnce = of(WorkAnswered.Succeeded.class).size();
        want(7);
        punctuate();
        punctuate();

        // then
        assertThat(announcedAtOnce).isEqualTo(200);
        assertThat(answeredAtOnce).isEqualTo(200);
        assertThat(of(WorkAnswered.Succeeded.class))
                .filteredOn(answer -> !answer.reused())
                .extracting(WorkAnswered.Succeeded::jobId)
                .doesNotHaveDuplicates()
                .hasSize(450);
        assertThat(ledger.waitersLeft()).isZero();
        assertThat(ledger.holdsLeft()).isEqualTo(450);
    }

    @Test
    void shouldAnnounceTheStartToManyWaitersInBatches() {
        // given
        for (int job = 0; job < 450; job++) {
            want(job);
        }

        // when
        report(Examples.started(requests().getFirst(), now));
        punctuate();
        punctuate();

        // then
        assertThat(of(WorkAnswered.Started.class))
                .extracting(WorkAnswered.Started::jobId)
                .doesNotHaveDuplicates()
                .hasSize(450);
    }

    @Test
    void shouldRetryWithGrowingPatienceAndThenFailEveryWaiterWithoutRememberingIt() {
        // given
        want(1);
        want(2);
        List<Duration> waits = new ArrayList<>();

        // when
        for (int attempt = 1; attempt <= 3; attempt++) {
            WorkRequested request = requests().getLast();
            assertThat(request.attempt()).isEqualTo(attempt);
            report(failed(request, FailureCode.STORAGE_UNAVAILABLE.because("no answer")));
            Instant failedAt = now;
            ledger.nextDue().ifPresent(due -> {
                waits.add(Duration.between(failedAt, due));
                now = due;
            });
            punctuate();
        }

        // then
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
        assertThat(waits.get(1)).isBetween(Duration.ofMillis(3000), Duration.ofMillis(5000));
        assertThat(requests()).hasSize(3).extracting(WorkRequested::requestId).doesNotHaveDuplicates();
        assertThat(of(WorkAnswered.Failed.class)).hasSize(2);
        assertThat(ledger.entries()).isZero();
        want(3);
        assertThat(requests()).hasSize(4);
    }

    @Test
    void shouldFailAtOnceWhatCannotSucceed() {
        // given
        want(1);

        // when
        report(failed(requests().getFirst(), FailureCode.UNDECODABLE_AUDIO.because("no frame")));

        // then
        assertThat(of(WorkAnswered.Failed.class))
                .singleElement()
                .satisfies(answer -> assertThat(answer.failure().code()).isEqualTo("undecodable_audio"));
        assertThat(requests()).hasSize(1);
    }

    @Test
    void shouldNeverRequestQueuedWorkTwiceHoweverLongTheQueue() {
        // given
        want(1);

        // when
        now = now.plus(Duration.ofDays(3));
        punctuate();

        // then
        assertThat(requests()).hasSize(1);
        assertThat(of(WorkAnswered.Failed.class)).isEmpty();
    }

    @Test
    void shouldGiveUpOnASilentWorkerAndNotOnOneThatMakesProgress() {
        // given
        want(1);
        WorkRequested request = requests().getFirst();
        report(Examples.started(request, now));

        // when
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(50));
            report(new WorkReported.Progress(Examples.lease(request), 0.1, now));
        }
        assertThat(of(WorkCancelled.class)).isEmpty();
        pass(Duration.ofSeconds(61));
        pass(Duration.ofSeconds(2));

        // then
        assertThat(of(WorkCancelled.class)).singleElement().satisfies(cancelled -> assertThat(cancelled.requestId())
                .isEqualTo(request.requestId()));
        assertThat(requests()).hasSize(2).last().satisfies(again -> assertThat(again.attempt())
                .isEqualTo(2));
    }

    @Test
    void shouldNotTakeItsOwnAbsenceForAWorkersSilence() {
        // given
        want(1);
        WorkRequested request = requests().getFirst();
        report(Examples.started(request, now));

        // when
        now = now.plus(Duration.ofHours(1));
        ledger.restarted(now);
        punctuate();
        pass(Duration.ofSeconds(50));

        // then
        assertThat(requests()).hasSize(1);
        report(Examples.succeeded(request, now));
        assertThat(of(WorkAnswered.Succeeded.class)).hasSize(1);
    }

    @Test
    void shouldStillGiveUpOnAWorkerThatIsSilentAfterARestart() {
        // given
        want(1);
        report(Examples.started(requests().getFirst(), now));
        now = now.plus(Duration.ofHours(1));
        ledger.restarted(now);
        punctuate();

        // when
        pass(Duration.ofSeconds(61));
        pass(Duration.ofSeconds(2));

        // then
        assertThat(requests()).hasSize(2);
    }

    @Test
    void shouldAcceptALateSuccessOfAnEarlierAttemptAndStopTheNewerOne() {
        // given
        want(1);
        WorkRequested first = requests().getFirst();
        report(Examples.started(first, now));
        pass(Duration.ofSeconds(61));
        pass(Duration.ofSeconds(2));
        out.removeIf(WorkCancelled.class::isInstance);

        // when
        report(Examples.succeeded(first, now));

        // then
        assertThat(of(WorkAnswered.Succeeded.class)).hasSize(1);
        assertThat(of(WorkCancelled.class)).singleElement().satisfies(cancelled -> assertThat(cancelled.requestId())
                .isEqualTo(requests().getLast().requestId()));
    }

    @Test
    void shouldRequestReturnedWorkAgainWithoutCountingAnAttempt() {
        // given
        want(1);
        WorkRequested request = requests().getFirst();

        // when
        report(returned(request));
        report(returned(request));

        // then
        assertThat(requests()).hasSize(2).last().satisfies(again -> {
            assertThat(again.attempt()).isEqualTo(1);
            assertThat(again.requestId()).isNotEqualTo(request.requestId());
        });
    }

    @Test
    void shouldNotHandWorkThatIsReturnedAgainAndAgainOutForEver() {
        // given
        want(1);

        // when
        for (int i = 0; i < 21; i++) {
            report(returned(requests().getLast()));
        }
        pass(Duration.ofSeconds(2));

        // then
        assertThat(requests()).hasSize(22).last().satisfies(again -> assertThat(again.attempt())
                .isEqualTo(2));
    }

    @Test
    void shouldMoveQueuedBulkWorkToTheInteractiveLaneForAnInteractiveJob() {
        // given
        want(1, Lane.BULK);

        // when
        want(2, Lane.INTERACTIVE);

        // then
        assertThat(requests()).extracting(WorkRequested::lane).containsExactly(Lane.BULK, Lane.INTERACTIVE);
        assertThat(of(WorkCancelled.class)).singleElement().satisfies(cancelled -> assertThat(cancelled.requestId())
                .isEqualTo(requests().getFirst().requestId()));
    }

    @Test
    void shouldCancelUnfinishedWorkWhenTheLastWaiterLeaves() {
        // given
        want(1);
        want(2);

        // when
        ask(new WorkAsked.Left(WORK, Examples.jobId(1), 0, now));
        assertThat(of(WorkCancelled.class)).isEmpty();
        ask(new WorkAsked.Dropped(WORK, Examples.jobId(2), now));

        // then
        assertThat(of(WorkCancelled.class)).hasSize(1);
        assertThat(ledger.entries()).isZero();
        assertThat(ledger.waitersLeft()).isZero();
    }

    @Test
    void shouldDeleteTheObjectsOfASuccessThatNobodyWaitsForAnyMore() {
        // given
        want(1);
        WorkRequested request = requests().getFirst();
        ask(new WorkAsked.Left(WORK, Examples.jobId(1), 0, now));

        // when
        report(Examples.succeeded(request, now));

        // then
        assertThat(of(WorkCompleted.class)).isEmpty();
        assertThat(of(ObjectsRetired.class)).singleElement().satisfies(objects -> assertThat(objects.objects())
                .isEqualTo("work/" + WORK + "/"));
        ask(new WorkAsked.Deleted(WORK, of(ObjectsRetired.class).getFirst().at()));
        assertThat(ledger.entries()).isZero();
    }

    @Test
    void shouldRetireWhatNobodyHoldsAfterTheLifeOfAPresignedUrl() {
        // given
        finish(1);
        ask(new WorkAsked.Dropped(WORK, Examples.jobId(1), now));

        // when
        pass(Duration.ofHours(24));
        assertThat(of(ObjectsRetired.class)).isEmpty();
        pass(Duration.ofHours(2));

        // then
        assertThat(of(ObjectsRetired.class)).singleElement().satisfies(objects -> {
            assertThat(objects.kind()).isEqualTo(ObjectsRetired.Kind.WORK);
            assertThat(objects.objects()).isEqualTo("work/" + WORK + "/");
        });
    }

    @Test
    void shouldKeepWhatIsUsedAgainBeforeItIsRetired() {
        // given
        finish(1);
        ask(new WorkAsked.Dropped(WORK, Examples.jobId(1), now));
        pass(Duration.ofHours(24));

        // when
        want(2);
        pass(Duration.ofHours(48));

        // then
        assertThat(of(ObjectsRetired.class)).isEmpty();
        ask(new WorkAsked.Dropped(WORK, Examples.jobId(2), now));
        pass(Duration.ofHours(26));
        assertThat(of(ObjectsRetired.class)).hasSize(1);
    }

    @Test
    void shouldComputeAfreshForWhoAsksWhileObjectsAreBeingDeleted() {
        // given
        finish(1);
        ask(new WorkAsked.Dropped(WORK, Examples.jobId(1), now));
        pass(Duration.ofHours(26));
        Instant deletion = of(ObjectsRetired.class).getFirst().at();
        out.clear();

        // when
        want(2);
        ask(new WorkAsked.Deleted(WORK, deletion.minusSeconds(1)));
        assertThat(out).isEmpty();
        ask(new WorkAsked.Deleted(WORK, deletion));

        // then
        assertThat(requests()).hasSize(1);
        report(Examples.succeeded(requests().getFirst(), now));
        assertThat(of(WorkAnswered.Succeeded.class)).hasSize(1);
    }

    @Test
    void shouldNotTrustASuccessOfARequestFromBeforeTheObjectsWereDeleted() {
        // given
        want(1);
        WorkRequested old = requests().getFirst();
        report(Examples.succeeded(old, now));
        ask(new WorkAsked.Dropped(WORK, Examples.jobId(1), now));
        pass(Duration.ofHours(26));
        ask(new WorkAsked.Deleted(WORK, of(ObjectsRetired.class).getFirst().at()));
        want(2);
        out.clear();

        // when
        report(Examples.succeeded(old, now));

        // then
        assertThat(out).isEmpty();
    }

    @Test
    void shouldNameTheEarliestJobOfTheTenantThatDidNotFailAsTheOneDuplicated() {
        // when
        hold(1, "t1");
        hold(2, "t2");
        hold(3, "t1");
        ask(new WorkAsked.OriginalFailed(ORIGINAL, Examples.jobId(1), now));
        hold(4, "t1");
        hold(4, "t1");
        hold(0, "t1");

        // then
        assertThat(of(WorkAnswered.OriginalHeld.class))
                .extracting(WorkAnswered.OriginalHeld::duplicateOf)
                .containsExactly(null, null, Examples.jobId(1), Examples.jobId(3), Examples.jobId(3), null);
    }

    @Test
    void shouldHoldAnUploadOnlyAfterItsDeletionIsOver() {
        // given
        hold(1, "t1");
        ask(new WorkAsked.Dropped(ORIGINAL, Examples.jobId(1), now));
        pass(Duration.ofHours(26));
        ObjectsRetired retired = of(ObjectsRetired.class).getFirst();
        assertThat(retired.kind()).isEqualTo(ObjectsRetired.Kind.ORIGINAL);
        assertThat(retired.objects()).isEqualTo("originals/default/c0");
        out.clear();

        // when
        hold(2, "t1");
        hold(3, "t1");
        hold(4, "t1");
        ask(new WorkAsked.OriginalFailed(ORIGINAL, Examples.jobId(2), now));
        ask(new WorkAsked.Dropped(ORIGINAL, Examples.jobId(3), now));
        assertThat(out).isEmpty();
        hold(5, "t1");
        ask(new WorkAsked.Deleted(ORIGINAL, retired.at()));

        // then
        assertThat(of(WorkAnswered.OriginalHeld.class))
                .extracting(WorkAnswered.OriginalHeld::jobId)
                .containsExactly(Examples.jobId(2), Examples.jobId(4), Examples.jobId(5));
        assertThat(of(WorkAnswered.OriginalHeld.class))
                .extracting(WorkAnswered.OriginalHeld::duplicateOf)
                .containsExactly(null, null, Examples.jobId(4));
    }

    @Test
    void shouldRefuseAResultThatAnAnswerCouldNotCarry() {
        // given
        want(1);
        WorkReported.Succeeded huge = Examples.succeeded(requests().getFirst(), now);
        WorkCompleted result = huge.result();
        WorkCompleted padded = new WorkCompleted(
                result.workId(),
                result.spec(),
                result.result(),
                result.artifacts(),
                "x".repeat(ReportDecisions.MAX_RESULT_BYTES),
                1,
                "w",
                now,
                now);

        // then
        assertThatThrownBy(() -> report(new WorkReported.Succeeded(huge.lease(), padded, now)))
                .isInstanceOf(UnprocessableRecordException.class);
        assertThat(of(WorkCompleted.class)).isEmpty();
    }

    private void want(int job) {
        want(job, Lane.INTERACTIVE);
    }

    private void want(int job, Lane lane) {
        InputObject source = new InputObject("source", "originals/default/c0", "audio/mpeg");
        ask(new WorkAsked.Wanted(WORK, Examples.jobId(job), 0, "t1", SPEC, List.of(source), lane, now));
    }

    private void hold(int job, String tenant) {
        ask(new WorkAsked.OriginalHeld(ORIGINAL, Examples.jobId(job), 0, tenant, "originals/default/c0", now));
    }

    private void finish(int job) {
        want(job);
        report(Examples.succeeded(requests().getLast(), now));
    }

    private void ask(WorkAsked asked) {
        out.addAll(ledger.on(asked, now));
    }

    private void report(WorkReported report) {
        out.addAll(ledger.on(report, now));
    }

    private void punctuate() {
        out.addAll(ledger.punctuate(now));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        punctuate();
    }

    private List<WorkRequested> requests() {
        return of(WorkRequested.class);
    }

    private <T> List<T> of(Class<T> type) {
        return out.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private WorkReported failed(WorkRequested request, Failure failure) {
        return new WorkReported.Failed(Examples.lease(request), failure, now);
    }

    private WorkReported returned(WorkRequested request) {
        return new WorkReported.Returned(Examples.lease(request), WorkReported.Returned.Reason.DRAIN, now);
    }
}
