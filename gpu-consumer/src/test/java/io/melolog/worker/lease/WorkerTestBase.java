package io.melolog.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkReported.Returned.Reason;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import io.melolog.worker.testing.TestStage;
import io.melolog.worker.testing.WorkerBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A broker, a storage, scripted stages, and the ledger's part in the play. */
abstract class WorkerTestBase {
    static final Duration GRACE = Duration.ofMillis(300);

    @TempDir
    private static Path folder;

    static TestBroker broker;
    static TestStorage storage;
    static WorkerBench bench;
    final TestStage separation = new TestStage(Stage.SEPARATION);
    final TestStage pitch = new TestStage(Stage.PITCH);
    final TestStage waveform = new TestStage(Stage.WAVEFORM);
    final CountDownLatch gate = new CountDownLatch(1);

    @BeforeAll
    static void startServers() throws Exception {
        broker = new TestBroker(folder.resolve("broker"), TestBroker.SHORT_LEASES);
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

    WorkerHarness startWorker(Path data) throws Exception {
        return bench.startWorker(data, GRACE, separation, pitch, waveform);
    }

    /** Work that goes on until the gate opens. */
    WorkRequested hanging(TestStage stage, Lane lane) {
        WorkRequested request = WorkerBench.request(stage.stage(), lane);
        stage.script(request.workId(), context -> gate.await());
        return request;
    }

    static void awaitBegun(TestStage stage, WorkRequested request) {
        await().atMost(Duration.ofSeconds(30)).until(() -> stage.begun().contains(request.workId()));
    }

    static WorkReported end(WorkRequested request) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !bench.ends(request).isEmpty());
        return bench.ends(request).getFirst();
    }

    static WorkReported.Succeeded success(WorkRequested request) {
        assertThat(end(request)).isInstanceOf(WorkReported.Succeeded.class);
        return (WorkReported.Succeeded) end(request);
    }

    static void assertFailed(WorkRequested request, FailureCode code) {
        assertThat(end(request))
                .isInstanceOfSatisfying(WorkReported.Failed.class, failed -> assertThat(failed.failure())
                        .isEqualTo(code.because(failed.failure().detail())));
    }

    static void assertReturned(WorkRequested request, Reason reason) {
        assertThat(end(request))
                .isInstanceOfSatisfying(WorkReported.Returned.class, returned -> assertThat(returned.reason())
                        .isEqualTo(reason));
    }
}
