package io.melolog.topology.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkCancelled;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.topology.deadletter.UnprocessableRecordException;
import io.melolog.topology.testing.Examples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work is tried as often as it makes sense, and never twice at a time. */
class LedgerAttemptsTest extends LedgerBench {
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
}
