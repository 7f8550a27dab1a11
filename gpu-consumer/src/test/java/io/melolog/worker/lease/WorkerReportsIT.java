package io.melolog.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.event.EventHeaders;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.topic.Topics;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkCompleted;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkReported.Returned.Reason;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.worker.testing.WorkerBench;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerReportsIT extends WorkerTestBase {
    @Test
    void shouldStoreArtifactsAndReportTheResult(@TempDir Path data) throws Exception {
        // given
        startWorker(data);

        // when
        WorkRequested request = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));

        // then
        WorkCompleted result = success(request).result();
        assertThat(result.workId()).isEqualTo(request.workId());
        assertThat(result.spec()).isEqualTo(request.spec());
        assertThat(result.artifacts()).singleElement().satisfies(artifact -> {
            assertThat(artifact.key()).isEqualTo(ObjectKeys.artifact(request.workId(), artifact.sha256()));
            assertThat(storage.get(artifact.key()))
                    .hasSize((int) artifact.bytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("result of " + request.workId());
        });
        assertThat(EventJson.read(storage.get(ObjectKeys.workResult(request.workId())), WorkCompleted.class))
                .isEqualTo(result);
        assertThat(bench.reports(request).getFirst()).isInstanceOf(WorkReported.Started.class);
        assertThat(data.resolve("gpu-consumer/scratch")).isEmptyDirectory();
    }

    @Test
    void shouldCarryTheTraceFromRequestToReport(@TempDir Path data) throws Exception {
        // given
        startWorker(data);

        // when
        WorkRequested request = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));

        // then
        success(request);
        assertThat(bench.records(Topics.WORK_REPORTED.name()))
                .filteredOn(record -> new String(record.key(), StandardCharsets.UTF_8).equals(request.workId()))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(EventHeaders.get(record.headers(), EventHeaders.TRACE_PARENT))
                        .contains(WorkerBench.traceParent(request)));
    }

    @Test
    void shouldStopRunningWorkThatIsCancelled(@TempDir Path data) throws Exception {
        // given
        WorkRequested request = hanging(separation, Lane.INTERACTIVE);
        startWorker(data);
        bench.ask(request);
        awaitBegun(separation, request);

        // when
        bench.cancel(request);

        // then
        assertReturned(request, Reason.CANCELLED);
        assertThat(storage.keys(ObjectKeys.workPrefix(request.workId()))).isEmpty();
    }

    @Test
    void shouldSkipWorkThatWasCancelledBefore(@TempDir Path data) throws Exception {
        // given
        WorkRequested blocking = hanging(separation, Lane.INTERACTIVE);
        startWorker(data);
        bench.ask(blocking);
        awaitBegun(separation, blocking);
        WorkRequested request = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE));

        // when
        bench.cancel(request);
        bench.cancel(blocking);

        // then
        assertReturned(request, Reason.CANCELLED);
        assertThat(separation.begun()).containsExactly(blocking.workId());
    }

    @Test
    void shouldReturnWorkThatOutlastsTheGracePeriodOfADrain(@TempDir Path data) throws Exception {
        // given
        WorkRequested slow = hanging(separation, Lane.INTERACTIVE);
        WorkRequested quick = WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE);
        pitch.script(quick.workId(), context -> Thread.sleep(Duration.ofMillis(100)));
        WorkerHarness harness = startWorker(data);
        bench.ask(slow);
        bench.ask(quick);
        awaitBegun(separation, slow);
        awaitBegun(pitch, quick);

        // when
        harness.close();
        harness.close();

        // then
        assertReturned(slow, Reason.DRAIN);
        success(quick);
        assertThat(data.resolve("gpu-consumer/scratch")).isEmptyDirectory();
    }

    @Test
    void shouldNotComputeWhatIsStoredAlready(@TempDir Path data) throws Exception {
        // given
        startWorker(data);
        WorkRequested request = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));
        WorkCompleted first = success(request).result();

        // when
        WorkRequested again = bench.ask(new WorkRequested(
                request.workId(),
                "again-" + request.requestId(),
                2,
                request.tenant(),
                request.spec(),
                request.inputs(),
                request.lane(),
                request.at()));

        // then
        assertThat(success(again).result()).isEqualTo(first);
        assertThat(pitch.begun()).containsOnlyOnce(request.workId());
    }

    @Test
    void shouldReportProgressThatOnlyGrows(@TempDir Path data) throws Exception {
        // given
        WorkRequested request = WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE);
        pitch.script(request.workId(), context -> {
            for (double fraction : new double[] {0.2, 0.1, 0.5, 0.4, 0.9}) {
                Thread.sleep(WorkerSettings.PROGRESS_INTERVAL.plusMillis(20));
                context.progress(fraction);
            }
        });
        startWorker(data);

        // when
        bench.ask(request);

        // then
        success(request);
        assertThat(bench.reports(request))
                .filteredOn(WorkReported.Progress.class::isInstance)
                .extracting(report -> ((WorkReported.Progress) report).fraction())
                .containsExactly(0.2, 0.5, 0.9);
    }

    @Test
    void shouldSurviveWorkThatRunsOutOfMemory(@TempDir Path data) throws Exception {
        // given
        WorkRequested greedy = WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE);
        pitch.script(greedy.workId(), context -> {
            throw new OutOfMemoryError("Java heap space");
        });
        startWorker(data);

        // when
        bench.ask(greedy);
        WorkRequested next = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));

        // then
        assertFailed(greedy, FailureCode.OUT_OF_MEMORY);
        success(next);
    }

    @Test
    void shouldSayThatAnInputIsMissing(@TempDir Path data) throws Exception {
        // given
        WorkRequested request = WorkerBench.request(
                Stage.PITCH, Lane.INTERACTIVE, new InputObject("source", "originals/default/none", "audio/wav"));
        pitch.script(request.workId(), context -> context.fetch(request.inputs().getFirst()));
        startWorker(data);

        // when
        bench.ask(request);

        // then
        assertFailed(request, FailureCode.INPUT_MISSING);
    }

    @Test
    void shouldFailForNowWhileTheStorageIsAwayAndWorkAgainAfterwards(@TempDir Path data) throws Exception {
        // given
        startWorker(data);
        storage.stop();

        // when
        WorkRequested during = bench.ask(WorkerBench.request(Stage.WAVEFORM, Lane.INTERACTIVE));

        // then
        assertFailed(during, FailureCode.STORAGE_UNAVAILABLE);
        storage.start();
        success(bench.ask(WorkerBench.request(Stage.WAVEFORM, Lane.INTERACTIVE)));
    }
}
