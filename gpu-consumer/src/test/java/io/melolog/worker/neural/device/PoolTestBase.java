package io.melolog.worker.neural.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.neural.engine.ComputeDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A pool over a scripted engine. */
@Timeout(60)
abstract class PoolTestBase {
    static final ComputeDevice GPU = new ComputeDevice(0);
    static final PoolSettings SETTINGS = new PoolSettings(8, 1, 2, Duration.ofMinutes(5));

    final PoolEvents events = new PoolEvents();
    ScriptedEngine engine = new ScriptedEngine(1);
    private final List<NetworkPool> pools = new ArrayList<>();

    NetworkPool pool() {
        return pool(SETTINGS);
    }

    NetworkPool pool(PoolSettings settings) {
        pools.add(new NetworkPool(engine, settings, events));
        return pools.getLast();
    }

    @AfterEach
    void closePools() {
        engine.script = (device, segments) -> {};
        pools.forEach(NetworkPool::close);
        assertThat(engine.misuses).isEmpty();
        assertThat(engine.resident.values())
                .allSatisfy(networks -> assertThat(networks).hasValue(0));
    }

    static NetworkSession open(NetworkPool pool, int gain) throws Exception {
        return pool.open(ScriptedEngine.model(gain), "m" + gain + "@1");
    }

    static List<Future<float[]>> submit(NetworkSession session, int firstTag, int count) {
        List<Future<float[]>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(session.submit(ScriptedEngine.segment(firstTag + i)));
        }
        return futures;
    }

    static void assertRight(List<Future<float[]>> futures, int gain, int firstTag) throws Exception {
        for (int i = 0; i < futures.size(); i++) {
            assertThat(futures.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(ScriptedEngine.expected(gain, firstTag + i));
        }
    }

    /** Computes {@code count} segments in a job of its own; returns where. */
    String runJob(NetworkPool pool, int gain, int count) throws Exception {
        try (NetworkSession session = open(pool, gain)) {
            assertRight(submit(session, 1, count), gain, 1);
            return session.devicesUsed();
        }
    }

    /** Lets the first call wait until others were queued. */
    Gate gate() {
        Gate gate = new Gate();
        engine.script = (device, segments) -> {
            if (segments > 0) {
                gate.pass();
            }
        };
        return gate;
    }

    static final class Gate {
        private final Semaphore arrived = new Semaphore(0);
        private final Semaphore open = new Semaphore(0);

        void pass() {
            arrived.release();
            open.acquireUninterruptibly();
            open.release();
        }

        void awaitArrival() {
            arrived.acquireUninterruptibly();
        }

        void open() {
            open.release();
        }
    }
}
