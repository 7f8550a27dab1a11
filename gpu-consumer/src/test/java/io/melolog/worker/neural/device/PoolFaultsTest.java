package io.melolog.worker.neural.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job sees when the engine fails. */
class PoolFaultsTest extends PoolTestBase {
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void shouldHalveCallsUntilTheyFit(int tooMany) throws Exception {
        // given
        NetworkPool pool = pool();
        engine.script = (device, segments) -> requireRoom(device, segments < tooMany);

        // when
        String devices = runJob(pool, 3, 50);

        // then: no need for the CPU
        assertThat(devices).isEqualTo("cuda:0");
        assertThat(engine.releases).hasPositiveValue();
        assertThat(events.all).noneMatch(event -> event.startsWith("fellBack"));
    }

    @Test
    void shouldMoveTheRestOfTheJobToTheCpuAndTryTheGpuAgainForTheNext() throws Exception {
        // given: memory runs out after the first few calls
        NetworkPool pool = pool(new PoolSettings(1, 1, 2, Duration.ofMinutes(5)));
        AtomicInteger calls = new AtomicInteger();
        engine.script = (device, segments) -> requireRoom(device, segments == 0 || calls.incrementAndGet() <= 3);

        // when
        String devices = runJob(pool, 3, 20);

        // then
        assertThat(devices).isEqualTo("cuda:0+cpu");
        assertThat(events.all).containsOnlyOnce("fellBack m3@1 cuda:0").contains("outOfMemory m3@1 cuda:0 1");

        // when: there is room again
        engine.script = (device, segments) -> {};

        // then
        assertThat(runJob(pool, 3, 20)).isEqualTo("cuda:0");
    }

    @Test
    void shouldTryFullCallsAgainForTheNextJob() throws Exception {
        // given
        NetworkPool pool = pool();
        engine.script = (device, segments) -> requireRoom(device, segments < 2);
        runJob(pool, 3, 20);
        Gate gate = gate();

        // when
        try (NetworkSession session = open(pool, 3)) {
            submit(session, 1, 1);
            gate.awaitArrival();
            List<Future<float[]>> futures = submit(session, 2, 8);
            gate.open();
            assertRight(futures, 3, 2);
        }

        // then
        assertThat(engine.calls.getLast().tags()).hasSize(8);
    }

    @Test
    void shouldUseTheCpuWhenTheGpuNeverHasRoom() throws Exception {
        // given
        NetworkPool pool = pool();
        engine.script = (device, segments) -> requireRoom(device, segments == 0);

        // when, then
        assertThat(runJob(pool, 3, 20)).isEqualTo("cpu");
        assertThat(runJob(pool, 3, 20)).isEqualTo("cpu");

        // and nothing stays on the GPU for nobody
        await().until(() -> engine.resident.get(GPU).get() == 0);
        assertThat(engine.loads.stream().filter("3@cpu"::equals)).hasSize(1);
    }

    @Test
    void shouldUseTheCpuWhenTheGpuHasNoRoomForTheWeights() throws Exception {
        // given
        NetworkPool pool = pool();
        engine.script = (device, segments) -> requireRoom(device, segments > 0);

        // when, then
        assertThat(runJob(pool, 3, 5)).isEqualTo("cpu");
        assertThat(events.all).contains("outOfMemory m3@1 cuda:0 0", "fellBack m3@1 cuda:0");
        engine.script = (device, segments) -> {};
        assertThat(runJob(pool, 3, 5)).isEqualTo("cuda:0");
    }

    @Test
    void shouldDropOtherModelsToMakeRoom() throws Exception {
        // given: room for one model
        NetworkPool pool = pool();
        engine.script = (device, segments) ->
                requireRoom(device, segments > 0 || engine.resident.get(device).get() == 0);

        // when, then
        assertThat(runJob(pool, 1, 3)).isEqualTo("cuda:0");
        assertThat(runJob(pool, 2, 3)).isEqualTo("cuda:0");
        assertThat(events.all).contains("dropped m1@1 cuda:0");
    }

    @Test
    void shouldMoveOnlyTheJobThatDoesNotFit() throws Exception {
        // given: room for one model, and both are in use
        NetworkPool pool = pool();
        engine.script = (device, segments) ->
                requireRoom(device, segments > 0 || engine.resident.get(device).get() == 0);

        // when
        try (NetworkSession first = open(pool, 1);
                NetworkSession second = open(pool, 2)) {
            List<Future<float[]>> one = submit(first, 1, 20);
            List<Future<float[]>> other = submit(second, 1, 20);
            assertRight(one, 1, 1);
            assertRight(other, 2, 1);

            // then
            assertThat(first.devicesUsed()).isEqualTo("cuda:0");
            assertThat(second.devicesUsed()).isEqualTo("cpu");
        }
    }

    @Test
    void shouldFailWhenTheCpuHasNoRoomEither() throws Exception {
        // given
        NetworkPool pool = pool();
        NetworkSession session = open(pool, 3);
        engine.script = (device, segments) -> outOfMemory();

        // when
        List<Future<float[]>> futures = submit(session, 1, 4);

        // then
        for (Future<float[]> future : futures) {
            assertThatThrownBy(future::get).hasCauseInstanceOf(DeviceMemoryException.class);
        }
        assertThatThrownBy(() -> open(pool, 4)).isInstanceOf(DeviceMemoryException.class);
        engine.script = (device, segments) -> {};
        assertThat(runJob(pool, 3, 5)).isEqualTo("cuda:0");
    }

    @Test
    void shouldHalveCallsOnTheCpu() throws Exception {
        // given
        engine = new ScriptedEngine(0);
        NetworkPool pool = pool(new PoolSettings(1, 8, 1, Duration.ofMinutes(5)));
        engine.script = (device, segments) -> {
            if (segments > 1) {
                outOfMemory();
            }
        };

        // when, then
        assertThat(runJob(pool, 3, 30)).isEqualTo("cpu");
    }

    @Test
    void shouldFailTheJobAndLoadTheNetworkAgainAfterAnotherFailure() throws Exception {
        // given
        NetworkPool pool = pool();
        NetworkSession session = open(pool, 3);
        failOnce(new EngineException("kernel failed", new IllegalStateException()));

        // when
        List<Future<float[]>> futures = submit(session, 1, 30);

        // then
        for (Future<float[]> future : futures) {
            assertThatThrownBy(future::get)
                    .hasCauseInstanceOf(EngineException.class)
                    .hasMessageContaining("kernel");
        }
        assertThatThrownBy(() -> session.submit(ScriptedEngine.segment(1)).get())
                .hasCauseInstanceOf(EngineException.class);
        assertThat(runJob(pool, 3, 5)).isEqualTo("cuda:0");
        assertThat(engine.loads).containsExactly("3@cuda:0", "3@cuda:0");
        assertThat(events.all).contains("failed m3@1 cuda:0 EngineException", "dropped m3@1 cuda:0");
    }

    @Test
    void shouldFailOnlyTheJobAtFault() throws Exception {
        // given: the segment 666 breaks every call it is in
        NetworkPool pool = pool();
        Gate gate = new Gate();
        engine.script = (device, segments) -> {
            if (segments > 0) {
                gate.pass();
                if (engine.calls.getLast().tags().contains(666)) {
                    throw new EngineException("poison", new IllegalStateException());
                }
            }
        };
        try (NetworkSession good = open(pool, 3);
                NetworkSession bad = open(pool, 3)) {
            submit(good, 1, 1);
            gate.awaitArrival();

            // when: both are in one call
            List<Future<float[]>> right = submit(good, 10, 10);
            List<Future<float[]>> wrong = submit(bad, 665, 3);
            gate.open();

            // then
            assertRight(right, 3, 10);
            assertThatThrownBy(() -> wrong.get(1).get()).hasCauseInstanceOf(EngineException.class);
            assertThatThrownBy(() -> wrong.get(2).get()).hasCauseInstanceOf(EngineException.class);
        }
    }

    @Test
    void shouldSurviveWhateverTheEngineThrows() throws Exception {
        // given
        NetworkPool pool = pool();
        for (Throwable crash : List.of(
                new IllegalStateException("crash"), new StackOverflowError(), new UnsatisfiedLinkError("no library"))) {
            NetworkSession session = open(pool, 3);
            AtomicInteger calls = new AtomicInteger();
            engine.script = (device, segments) -> {
                if (calls.getAndIncrement() == 0) {
                    throwAny(crash);
                }
            };

            // when, then
            assertThatThrownBy(() -> session.submit(ScriptedEngine.segment(1)).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(EngineException.class)
                    .hasRootCause(crash);
            session.close();
            assertThat(runJob(pool, 3, 2)).isEqualTo("cuda:0");
        }
    }

    @Test
    void shouldFailWhenTheNetworkGivesSomethingElse() throws Exception {
        // given
        NetworkSession session = open(pool(), 3);
        engine.truncate = true;

        // when, then
        assertThatThrownBy(() -> session.submit(ScriptedEngine.segment(1)).get())
                .hasCauseInstanceOf(EngineException.class);
    }

    @Test
    void shouldTakeAFullHeapForAFullDevice() throws Exception {
        // given
        NetworkPool pool = pool();
        engine.script = (device, segments) -> {
            if (segments > 2) {
                throw new OutOfMemoryError("heap");
            }
        };

        // when, then
        assertThat(runJob(pool, 3, 20)).isEqualTo("cuda:0");
    }

    @Test
    void shouldSayThatTheModelBrokeMeanwhile() throws Exception {
        // given: the network has to be loaded again, and its file is no more what it was
        NetworkPool pool = pool(new PoolSettings(4, 1, 1, Duration.ofMinutes(5)));
        NetworkSession session = open(pool, 3);
        open(pool, 4);
        engine.script = (device, segments) -> {
            throw new ModelFormatException("gone");
        };

        // when, then
        assertThatThrownBy(() -> session.submit(ScriptedEngine.segment(1)).get())
                .hasCauseInstanceOf(ModelFormatException.class);
    }

    @Test
    void shouldFailToOpenWhenTheEngineFails() throws Exception {
        // given
        NetworkPool pool = pool();
        failOnce(new EngineException("driver", new IllegalStateException()));

        // when, then
        assertThatThrownBy(() -> open(pool, 3))
                .isInstanceOf(EngineException.class)
                .hasMessage("driver");
        assertThat(runJob(pool, 3, 2)).isEqualTo("cuda:0");
    }

    @Test
    void shouldNotCarryAClosedJobToTheCpu() throws Exception {
        // given: a call that will run out of memory is running
        NetworkPool pool = pool(new PoolSettings(1, 1, 2, Duration.ofMinutes(5)));
        Gate gate = new Gate();
        engine.script = (device, segments) -> {
            if (segments > 0) {
                gate.pass();
                requireRoom(device, false);
            }
        };
        NetworkSession session = open(pool, 3);
        List<Future<float[]>> futures = submit(session, 1, 3);
        gate.awaitArrival();

        // when
        session.close();
        gate.open();

        // then
        for (Future<float[]> future : futures) {
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        }
        assertThat(engine.loads).containsExactly("3@cuda:0");
    }

    private void failOnce(EngineException failure) {
        AtomicInteger calls = new AtomicInteger();
        engine.script = (device, segments) -> {
            if (calls.getAndIncrement() == 0) {
                throw failure;
            }
        };
    }

    /** On a GPU; the CPU has always room. */
    private static void requireRoom(ComputeDevice device, boolean room) throws DeviceMemoryException {
        if (device.isGpu() && !room) {
            outOfMemory();
        }
    }

    private static void outOfMemory() throws DeviceMemoryException {
        throw new DeviceMemoryException("out of memory", new IllegalStateException());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAny(Throwable failure) throws T {
        throw (T) failure;
    }
}
