package io.melolog.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.work.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlotPermitsTest {
    @Test
    void shouldHoldBulkWorkBackUntilEveryInteractiveLaneWasFoundEmpty() throws Exception {
        // given
        SlotPermits permits = new SlotPermits(2, false);
        SlotPermits.Turn interactive = permits.join(Lane.INTERACTIVE);
        SlotPermits.Turn otherInteractive = permits.join(Lane.INTERACTIVE);
        SlotPermits.Turn bulk = permits.join(Lane.BULK);

        // then
        foundEmpty(interactive);
        assertThat(bulk.mayLease(1)).isFalse();
        foundEmpty(otherInteractive);
        assertThat(bulk.mayLease(1)).isTrue();
        interactive.polled(true);
        assertThat(bulk.mayLease(1)).isFalse();
        interactive.begin();
        assertThat(bulk.mayLease(1)).isTrue();
        interactive.end();
        assertThat(bulk.mayLease(1)).isFalse();
    }

    @Test
    void shouldBeginInteractiveWorkThoughBulkWorkFillsOrdinarySlots() throws Exception {
        // given
        SlotPermits permits = new SlotPermits(1, false);
        SlotPermits.Turn interactive = permits.join(Lane.INTERACTIVE);
        SlotPermits.Turn bulk = permits.join(Lane.BULK);
        foundEmpty(interactive);
        bulk.polled(true);
        bulk.begin();

        // when
        interactive.polled(true);

        // then
        assertThat(interactive.begin()).isTrue();
    }

    @Test
    void shouldNotRunMoreInteractiveWorkThanThereAreSlots() throws Exception {
        // given
        SlotPermits permits = new SlotPermits(1, false);
        SlotPermits.Turn one = permits.join(Lane.INTERACTIVE);
        SlotPermits.Turn other = permits.join(Lane.INTERACTIVE);
        one.polled(true);
        one.begin();
        other.polled(true);

        // when
        CompletableFuture<Boolean> waiting = begin(other);

        // then
        assertThat(waiting).isNotDone();
        one.end();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldRunOneWorkAtATimeOnAnExclusiveSlot() throws Exception {
        // given
        SlotPermits permits = new SlotPermits(1, true);
        SlotPermits.Turn interactive = permits.join(Lane.INTERACTIVE);
        SlotPermits.Turn bulk = permits.join(Lane.BULK);
        foundEmpty(interactive);
        bulk.polled(true);
        bulk.begin();
        interactive.polled(true);

        // when
        CompletableFuture<Boolean> waiting = begin(interactive);

        // then
        assertThat(interactive.mayLease(1)).isFalse();
        assertThat(waiting).isNotDone();
        bulk.end();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldBeginNothingAfterItWasClosed() throws Exception {
        // given
        SlotPermits permits = new SlotPermits(1, true);
        SlotPermits.Turn interactive = permits.join(Lane.INTERACTIVE);
        CompletableFuture<Boolean> waiting = begin(permits.join(Lane.BULK));

        // when
        permits.close();

        // then
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(interactive.begin()).isFalse();
    }

    private static void foundEmpty(SlotPermits.Turn turn) {
        for (int poll = 0; poll < SlotPermits.EMPTY_POLLS_THAT_PROVE; poll++) {
            turn.polled(false);
        }
    }

    private static CompletableFuture<Boolean> begin(SlotPermits.Turn turn) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return turn.begin();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
