package io.melolog.topology.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.melolog.schemas.work.WorkAnswered;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.topology.testing.Examples;
import org.junit.jupiter.api.Test;

/** Who waits for work is answered, once, however many they are. */
class LedgerWaitersTest extends LedgerBench {
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
}
