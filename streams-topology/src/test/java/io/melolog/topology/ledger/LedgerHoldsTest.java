package io.melolog.topology.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.storage.ObjectsRetired;
import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkAsked;
import io.melolog.schemas.work.WorkCancelled;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.topology.testing.Examples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What somebody holds stays; what nobody holds goes, and never under anyone's feet. */
class LedgerHoldsTest extends LedgerBench {
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
}
