package io.melolog.worker.neural.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who computes what, when all goes well. */
class NetworkPoolTest extends PoolTestBase {
    @Test
    void shouldComputeSegments() throws Exception {
        try (NetworkSession session = open(pool(), 3)) {
            assertThat(session.form()).isEqualTo(ScriptedEngine.FORM);
            assertThat(session.devicesUsed()).isEqualTo("cuda:0");
            assertRight(submit(session, 1, 20), 3, 1);
            assertThat(session.devicesUsed()).isEqualTo("cuda:0");
        }
    }

    @Test
    void shouldUseTheCpuWhereThereIsNoGpu() throws Exception {
        // given
        engine = new ScriptedEngine(0);

        // when, then
        assertThat(runJob(pool(), 3, 5)).isEqualTo("cpu");
        assertThat(engine.calls).allMatch(call -> call.tags().size() == 1);
    }

    @Test
    void shouldFillCallsFromSeveralJobs() throws Exception {
        // given: one call is running
        NetworkPool pool = pool();
        Gate gate = gate();
        try (NetworkSession first = open(pool, 3);
                NetworkSession second = open(pool, 3)) {
            List<Future<float[]>> running = submit(first, 1, 1);
            gate.awaitArrival();

            // when
            List<Future<float[]>> one = submit(first, 101, 3);
            List<Future<float[]>> other = submit(second, 201, 9);
            gate.open();

            // then
            assertRight(running, 3, 1);
            assertRight(one, 3, 101);
            assertRight(other, 3, 201);
        }
        assertThat(engine.calls.stream().map(call -> call.tags().size())).containsExactly(1, 8, 4);
        assertThat(engine.calls.get(1).tags()).contains(101, 102, 103, 201, 202, 203, 204, 205);
        assertThat(engine.loads).containsExactly("3@cuda:0");
    }

    @Test
    void shouldNotLetALongJobHoldUpAShortOne() throws Exception {
        // given: 1000 segments wait in one job
        NetworkPool pool = pool(new PoolSettings(2, 1, 2, Duration.ofMinutes(5)));
        Gate gate = gate();
        try (NetworkSession longJob = open(pool, 3);
                NetworkSession sameModel = open(pool, 3);
                NetworkSession otherModel = open(pool, 5)) {
            submit(longJob, 10_000, 1000);
            gate.awaitArrival();

            // when
            List<Future<float[]>> same = submit(sameModel, 101, 3);
            List<Future<float[]>> other = submit(otherModel, 201, 4);
            gate.open();
            assertRight(same, 3, 101);
            assertRight(other, 5, 201);
        }

        // then: every other call or so was theirs
        List<Integer> tags = engine.calls.stream()
                .limit(10)
                .flatMap(call -> call.tags().stream())
                .toList();
        assertThat(tags).contains(101, 102, 103, 201, 202, 203, 204);
    }

    @Test
    void shouldKeepTheOrderOfAJob() throws Exception {
        // given, when
        try (NetworkSession session = open(pool(), 3)) {
            assertRight(submit(session, 1, 100), 3, 1);
        }

        // then
        assertThat(engine.calls.stream().flatMap(call -> call.tags().stream()))
                .isSorted()
                .hasSize(100);
    }

    @Test
    void shouldSpreadJobsOverGpus() throws Exception {
        // given
        engine = new ScriptedEngine(3);
        NetworkPool pool = pool();

        // when
        List<String> devices = new ArrayList<>();
        List<NetworkSession> sessions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sessions.add(open(pool, 3));
            assertRight(submit(sessions.getLast(), 1, 2), 3, 1);
            devices.add(sessions.getLast().devicesUsed());
        }
        sessions.get(1).close();
        NetworkSession next = open(pool, 3);

        // then: the one with the fewest jobs
        assertThat(devices).containsExactly("cuda:0", "cuda:1", "cuda:2", "cuda:0");
        assertThat(next.devicesUsed()).isEqualTo("cuda:1");
        assertThat(engine.loads).containsExactly("3@cuda:0", "3@cuda:1", "3@cuda:2");
    }

    @Test
    void shouldKeepTheModelsUsedLast() throws Exception {
        // given
        NetworkPool pool = pool();

        // when
        for (int gain : new int[] {1, 2, 1, 3, 1, 2}) {
            runJob(pool, gain, 1);
            assertThat(engine.resident.get(GPU)).hasValueLessThanOrEqualTo(2);
        }

        // then
        assertThat(engine.loads).containsExactly("1@cuda:0", "2@cuda:0", "3@cuda:0", "2@cuda:0");
        assertThat(events.all).containsSequence("dropped m2@1 cuda:0", "loaded m3@1 cuda:0");
    }

    @Test
    void shouldServeMoreModelsThanItKeeps() throws Exception {
        // given
        NetworkPool pool = pool(new PoolSettings(4, 1, 1, Duration.ofMinutes(5)));
        List<NetworkSession> sessions = List.of(open(pool, 1), open(pool, 2), open(pool, 3));

        // when, then
        List<List<Future<float[]>>> futures =
                sessions.stream().map(session -> submit(session, 1, 20)).toList();
        for (int i = 0; i < 3; i++) {
            assertRight(futures.get(i), i + 1, 1);
        }
        assertThat(engine.resident.get(GPU)).hasValue(1);
    }

    @Test
    void shouldDropNetworksThatNobodyUsesForSomeTime() throws Exception {
        // given
        NetworkPool pool = pool(new PoolSettings(4, 1, 3, Duration.ofMillis(20)));
        NetworkSession open = open(pool, 1);
        runJob(pool, 2, 1);

        // when
        await().until(() -> events.all.contains("dropped m2@1 cuda:0"));

        // then: what an open job uses stays, what is needed again is loaded again
        assertThat(engine.resident.get(GPU)).hasValue(1);
        assertRight(submit(open, 5, 2), 1, 5);
        assertThat(runJob(pool, 2, 2)).isEqualTo("cuda:0");
    }

    @Test
    void shouldLeaveSegmentsOfAClosedJobUndone() throws Exception {
        // given
        Gate gate = gate();
        NetworkSession session = open(pool(new PoolSettings(1, 1, 1, Duration.ofMinutes(5))), 3);
        List<Future<float[]>> futures = submit(session, 1, 50);
        gate.awaitArrival();

        // when
        session.close();
        gate.open();

        // then
        assertThat(futures.getFirst().get()).isEqualTo(ScriptedEngine.expected(3, 1));
        assertThat(futures.subList(1, 50)).allMatch(Future::isCancelled);
        assertThatThrownBy(() -> submit(session, 1, 1).getFirst().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(engine.calls).hasSize(1);
    }

    @Test
    void shouldNotComputeWhatWasCancelled() throws Exception {
        // given
        Gate gate = gate();
        try (NetworkSession session = open(pool(), 3)) {
            submit(session, 1, 1);
            gate.awaitArrival();
            List<Future<float[]>> futures = submit(session, 2, 4);

            // when
            futures.get(0).cancel(true);
            futures.get(2).cancel(true);
            gate.open();

            // then
            assertThat(futures.get(3).get()).isEqualTo(ScriptedEngine.expected(3, 5));
            assertThatThrownBy(() -> futures.getFirst().get()).isInstanceOf(CancellationException.class);
            assertThat(engine.calls.getLast().tags()).containsExactly(3, 5);
        }
    }

    @Test
    void shouldFailWhatIsQueuedWhenItIsClosed() throws Exception {
        // given
        NetworkPool pool = pool(new PoolSettings(1, 1, 1, Duration.ofMinutes(5)));
        Gate gate = gate();
        NetworkSession session = open(pool, 3);
        List<Future<float[]>> futures = submit(session, 1, 3);
        gate.awaitArrival();

        // when
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> closing = thread.submit(pool::close);
            assertThatThrownBy(() -> futures.getLast().get()).hasCauseInstanceOf(EngineException.class);
            gate.open();
            closing.get();
        }

        // then
        assertThat(futures.getFirst().get()).isEqualTo(ScriptedEngine.expected(3, 1));
        assertThatIllegalStateException().isThrownBy(() -> open(pool, 3));
        assertThatThrownBy(() -> submit(session, 1, 1).getFirst().get()).hasCauseInstanceOf(EngineException.class);
    }

    @Test
    void shouldTellEveryJobThatWaitsForABrokenModel() throws Exception {
        // given: the engine is still reading
        NetworkPool pool = pool();
        Gate gate = new Gate();
        engine.script = (device, segments) -> gate.pass();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<NetworkSession>> opening = new ArrayList<>();
            opening.add(threads.submit(() -> pool.open(ScriptedEngine.brokenModel(), "broken@1")));
            gate.awaitArrival();
            opening.add(threads.submit(() -> pool.open(ScriptedEngine.brokenModel(), "broken@1")));

            // when
            gate.open();

            // then: nor is it known as broken for ever
            for (Future<NetworkSession> one : opening) {
                assertThatThrownBy(one::get).hasCauseInstanceOf(ModelFormatException.class);
            }
        }
        assertThat(pool.open(ScriptedEngine.model(2), "broken@1").form()).isEqualTo(ScriptedEngine.FORM);
    }

    @Test
    void shouldTellWhatItDoes() throws Exception {
        runJob(pool(), 3, 1);
        assertThat(events.all).containsExactly("loaded m3@1 cuda:0", "computed m3@1 cuda:0 1");
    }

    @Test
    void shouldNotStumbleOverItsListener() throws Exception {
        // given
        PoolListener failing = new PoolListener() {
            @Override
            public void computed(String modelId, ComputeDevice device, int segments) {
                throw new IllegalStateException("listener");
            }
        };

        // when, then
        try (NetworkPool pool = new NetworkPool(engine, SETTINGS, failing)) {
            assertThat(runJob(pool, 3, 5)).isEqualTo("cuda:0");
        }
    }

    @Test
    void shouldRefuseNonsense() throws Exception {
        NetworkSession session = open(pool(), 3);
        assertThatIllegalArgumentException().isThrownBy(() -> session.submit(new float[7]));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolSettings(0, 1, 1, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolSettings(1, 0, 1, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolSettings(1, 1, 0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolSettings(1, 1, 1, Duration.ZERO));
    }
}
