package io.melolog.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.work.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlotTurnTest {
    @Test
    void shouldHoldBulkWorkBackUntilTheInteractiveLaneWasFoundEmpty() throws Exception {
        // given
        SlotTurn turn = new SlotTurn(false);

        // then
        assertThat(turn.mayLease(Lane.BULK, 1)).isFalse();
        turn.polled(Lane.INTERACTIVE, false);
        assertThat(turn.mayLease(Lane.BULK, 1)).isTrue();
        turn.polled(Lane.INTERACTIVE, true);
        assertThat(turn.mayLease(Lane.BULK, 1)).isFalse();
        turn.end(Lane.INTERACTIVE);
        assertThat(turn.mayLease(Lane.BULK, 1)).isFalse();
        turn.polled(Lane.INTERACTIVE, false);
        assertThat(turn.mayLease(Lane.BULK, 1)).isTrue();
    }

    @Test
    void shouldBeginInteractiveWorkBesideBulkWorkOnAnOrdinarySlot() throws Exception {
        // given
        SlotTurn turn = new SlotTurn(false);
        turn.polled(Lane.INTERACTIVE, false);
        turn.begin(Lane.BULK);

        // when
        turn.polled(Lane.INTERACTIVE, true);

        // then
        assertThat(turn.begin(Lane.INTERACTIVE)).isTrue();
    }

    @Test
    void shouldRunOneWorkAtATimeOnAnExclusiveSlot() throws Exception {
        // given
        SlotTurn turn = new SlotTurn(true);
        turn.polled(Lane.INTERACTIVE, false);
        turn.begin(Lane.BULK);
        turn.polled(Lane.INTERACTIVE, true);

        // when
        CompletableFuture<Boolean> interactive = begin(turn, Lane.INTERACTIVE);

        // then
        assertThat(turn.mayLease(Lane.INTERACTIVE, 1)).isFalse();
        assertThat(interactive).isNotDone();
        turn.end(Lane.BULK);
        assertThat(interactive.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldBeginNothingAfterItWasClosed() throws Exception {
        // given
        SlotTurn turn = new SlotTurn(true);
        CompletableFuture<Boolean> waiting = begin(turn, Lane.BULK);

        // when
        turn.close();

        // then
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(turn.begin(Lane.INTERACTIVE)).isFalse();
    }

    private static CompletableFuture<Boolean> begin(SlotTurn turn, Lane lane) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return turn.begin(lane);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
