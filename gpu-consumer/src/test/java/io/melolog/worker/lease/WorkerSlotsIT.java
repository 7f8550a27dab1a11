package io.melolog.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.worker.testing.WorkerBench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerSlotsIT extends WorkerTestBase {
    @Test
    void shouldRunShortStagesWhileALongOneOccupiesTheGpu(@TempDir Path data) throws Exception {
        // given
        WorkRequested longWork = hanging(separation, Lane.INTERACTIVE);
        startWorker(data);
        bench.ask(longWork);
        awaitBegun(separation, longWork);

        // when
        WorkRequested pitchWork = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));
        WorkRequested waveformWork = bench.ask(WorkerBench.request(Stage.WAVEFORM, Lane.BULK));

        // then
        success(pitchWork);
        success(waveformWork);
        assertThat(bench.ends(longWork)).isEmpty();
    }

    @Test
    void shouldWorkOnWhateverWaitsWhileOneSlotIsBusy(@TempDir Path data) throws Exception {
        // given
        WorkRequested longWork = hanging(pitch, Lane.INTERACTIVE);
        startWorker(data);
        bench.ask(longWork);
        awaitBegun(pitch, longWork);

        // when
        List<WorkRequested> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE)));
            others.add(bench.ask(WorkerBench.request(Stage.WAVEFORM, Lane.INTERACTIVE)));
        }

        // then
        others.forEach(WorkerTestBase::success);
        assertThat(bench.ends(longWork)).isEmpty();
    }

    @Test
    void shouldPreferInteractiveWorkToBulkWork(@TempDir Path data) throws Exception {
        // given
        WorkRequested running = hanging(separation, Lane.INTERACTIVE);
        startWorker(data);
        bench.ask(running);
        awaitBegun(separation, running);

        // when
        WorkRequested bulk = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.BULK));
        WorkRequested otherBulk = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.BULK));
        WorkRequested interactive = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE));
        gate.countDown();

        // then
        success(bulk);
        success(otherBulk);
        assertThat(separation.begun().subList(0, 2)).containsExactly(running.workId(), interactive.workId());
    }

    @Test
    void shouldBeginInteractiveCpuWorkWhileBulkWorkFillsEverySlot(@TempDir Path data) throws Exception {
        // given
        WorkRequested bulk = hanging(pitch, Lane.BULK);
        WorkRequested otherBulk = hanging(pitch, Lane.BULK);
        startWorker(data);
        bench.ask(bulk);
        bench.ask(otherBulk);
        awaitBegun(pitch, bulk);
        awaitBegun(pitch, otherBulk);

        // when
        WorkRequested interactive = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));

        // then
        success(interactive);
        assertThat(bench.ends(bulk)).isEmpty();
    }
}
