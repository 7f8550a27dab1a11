package io.melolog.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.melolog.worker.testing.TestBroker;
import io.melolog.worker.testing.TestStage;
import io.melolog.worker.testing.TestStorage;
import io.melolog.worker.testing.WorkerBench;
import io.melolog.worker.testing.WorkerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerHarnessIT {
    private static final Duration GRACE = Duration.ofMillis(300);

    @TempDir
    private static Path folder;

    private static TestBroker broker;
    private static TestStorage storage;
    private static WorkerBench bench;
    private final TestStage separation = new TestStage(Stage.SEPARATION);
    private final TestStage pitch = new TestStage(Stage.PITCH);
    private final TestStage waveform = new TestStage(Stage.WAVEFORM);
    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeAll
    static void startServers() throws Exception {
        broker = new TestBroker(folder.resolve("broker"));
        storage = new TestStorage(folder.resolve("s3"));
        bench = new WorkerBench(broker.bootstrapServers(), storage.endpoint());
    }

    @AfterEach
    void stopWorkers() {
        gate.countDown();
        bench.stopWorkers();
    }

    @AfterAll
    static void stopServers() throws Exception {
        bench.close();
        storage.close();
        broker.close();
    }

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
    void shouldDeliverWorkOnceThatOutlastsItsLock(@TempDir Path data, @TempDir Path otherData) throws Exception {
        // given
        WorkRequested request = WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE);
        separation.script(request.workId(), context -> Thread.sleep(WorkerBench.LOCK.multipliedBy(2)));
        startWorker(data);
        startWorker(otherData);

        // when
        bench.ask(request);
        WorkRequested next = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE));

        // then
        assertThat(success(request).lease().delivery()).isEqualTo(1);
        assertThat(success(next).lease().delivery()).isEqualTo(1);
        assertThat(separation.begun()).containsOnlyOnce(request.workId());
    }

    @Test
    void shouldKeepEveryDeliveryOfRecordsThatWaitForABusyWorker(@TempDir Path data) throws Exception {
        // given a client that fetches by itself once a poll was empty
        WorkRequested running = hanging(separation, Lane.BULK);
        startWorker(data);
        bench.ask(running);
        awaitBegun(separation, running);

        // when
        WorkRequested waiting = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE));
        WorkRequested last = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.BULK));
        await().during(WorkerBench.LOCK.multipliedBy(2))
                .until(() -> separation.begun().size() == 1);
        gate.countDown();

        // then
        assertThat(success(waiting).lease().delivery()).isEqualTo(1);
        assertThat(success(last).lease().delivery()).isEqualTo(1);
        assertThat(success(running).lease().delivery()).isEqualTo(1);
    }

    @Test
    void shouldRepeatWorkOnceWhenAWorkerIsKilled(@TempDir Path data, @TempDir Path otherData) throws Exception {
        // given
        Path begun = data.resolve("begun");
        WorkRequested request = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));
        Process victim = WorkerProcess.start(broker.bootstrapServers(), storage.endpoint(), data, begun);
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(begun));

        // when
        victim.destroyForcibly().waitFor();
        startWorker(otherData);

        // then
        assertThat(success(request).lease().delivery()).isEqualTo(2);
        assertThat(pitch.begun()).containsExactly(request.workId());
    }

    @Test
    void shouldDeleteWhatAKilledWorkerLeft(@TempDir Path data) throws Exception {
        // given
        Path leftover = Files.createDirectories(data.resolve("gpu-consumer/scratch/0123-left"));
        Files.writeString(leftover.resolve("file"), "x");

        // when
        startWorker(data);

        // then
        assertThat(leftover).doesNotExist();
    }

    @Test
    void shouldGiveUpAtTheThirdDelivery(@TempDir Path data) throws Exception {
        // given
        startWorker(data);
        bench.stopWorkers();
        WorkRequested request = bench.ask(WorkerBench.request(Stage.PITCH, Lane.INTERACTIVE));
        spendDeliveries(request, 2);

        // when
        startWorker(data);

        // then
        assertThat(end(request)).isInstanceOfSatisfying(WorkReported.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(FailureCode.WORKER_LOST.code());
            assertThat(failed.failure().retryable()).isFalse();
        });
        assertThat(pitch.begun()).isEmpty();
    }

    @Test
    void shouldSetUnreadableRecordsAsideAndGoOn(@TempDir Path data) throws Exception {
        // given
        String topic = Topics.requested(Stage.WAVEFORM, Lane.INTERACTIVE).name();
        startWorker(data);

        // when
        bench.sendRaw(topic, "{not json".getBytes(StandardCharsets.UTF_8));
        bench.sendRaw(topic, "{\"workId\":\"../../etc\"}".getBytes(StandardCharsets.UTF_8));
        bench.sendRaw(topic, null);
        WorkRequested request = bench.ask(WorkerBench.request(Stage.WAVEFORM, Lane.INTERACTIVE));

        // then
        success(request);
        await().untilAsserted(() -> assertThat(bench.deadLetters()).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.sourceTopic()).isEqualTo(topic);
            assertThat(letter.service()).isEqualTo("gpu-consumer");
            assertThat(letter.code()).isEqualTo("unreadable_record");
        }));
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
        others.forEach(WorkerHarnessIT::success);
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

    @Test
    void shouldWorkOnAfterTheBrokerWasAway(@TempDir Path data) throws Exception {
        // given
        WorkRequested running = hanging(separation, Lane.INTERACTIVE);
        startWorker(data);
        bench.ask(running);
        awaitBegun(separation, running);

        // when
        broker.stop();
        gate.countDown();
        broker.start();

        // then
        WorkRequested next = bench.ask(WorkerBench.request(Stage.SEPARATION, Lane.INTERACTIVE));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(bench.ends(next))
                .hasOnlyElementsOfType(WorkReported.Succeeded.class)
                .isNotEmpty());
        assertThat(bench.ends(running)).isNotEmpty().hasOnlyElementsOfType(WorkReported.Succeeded.class);
        assertThat(separation.begun()).containsOnlyOnce(running.workId());
    }

    private WorkerHarness startWorker(Path data) throws Exception {
        return bench.startWorker(data, GRACE, separation, pitch, waveform);
    }

    /** Work that goes on until the gate opens. */
    private WorkRequested hanging(TestStage stage, Lane lane) {
        WorkRequested request = WorkerBench.request(stage.stage(), lane);
        stage.script(request.workId(), context -> gate.await());
        return request;
    }

    private static void awaitBegun(TestStage stage, WorkRequested request) {
        await().atMost(Duration.ofSeconds(30)).until(() -> stage.begun().contains(request.workId()));
    }

    private static WorkReported end(WorkRequested request) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !bench.ends(request).isEmpty());
        return bench.ends(request).getFirst();
    }

    private static WorkReported.Succeeded success(WorkRequested request) {
        assertThat(end(request)).isInstanceOf(WorkReported.Succeeded.class);
        return (WorkReported.Succeeded) end(request);
    }

    private static void assertFailed(WorkRequested request, FailureCode code) {
        assertThat(end(request))
                .isInstanceOfSatisfying(WorkReported.Failed.class, failed -> assertThat(failed.failure())
                        .isEqualTo(code.because(failed.failure().detail())));
    }

    private static void assertReturned(WorkRequested request, Reason reason) {
        assertThat(end(request))
                .isInstanceOfSatisfying(WorkReported.Returned.class, returned -> assertThat(returned.reason())
                        .isEqualTo(reason));
    }

    private static void spendDeliveries(WorkRequested request, int deliveries) {
        SlotGroup group = new SlotGroup(request.spec().stage(), request.lane());
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                group.groupId(),
                "max.poll.records",
                1,
                "share.acquire.mode",
                "record_limit",
                "share.acknowledgement.mode",
                "explicit");
        try (var consumer =
                new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(group.topic()));
            for (int spent = 0; spent < deliveries; ) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                    consumer.commitSync();
                    spent++;
                }
            }
        }
    }
}
