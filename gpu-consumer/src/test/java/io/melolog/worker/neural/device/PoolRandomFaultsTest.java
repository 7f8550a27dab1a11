package io.melolog.worker.neural.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong: a segment gives the right numbers or fails as it should, and none hangs. */
class PoolRandomFaultsTest extends PoolTestBase {
    private static final int JOBS = 12;

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldGiveRightNumbersOrFailAndNeverHang(int seed) throws Exception {
        // given: several GPUs and jobs, an engine that fails at random, jobs that give up at random
        Random random = new Random(seed);
        engine = new ScriptedEngine(random.nextInt(3));
        NetworkPool pool = pool(new PoolSettings(
                1 + random.nextInt(8), 1 + random.nextInt(2), 1 + random.nextInt(3), Duration.ofMillis(5)));
        double faultShare = random.nextDouble() * 0.3;
        engine.script = (device, segments) -> {
            int dice;
            synchronized (random) {
                dice = random.nextDouble() < faultShare ? random.nextInt(6) : -1;
            }
            fail(dice, segments);
        };

        // when
        AtomicInteger right = new AtomicInteger();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> jobs = new ArrayList<>();
            for (int job = 0; job < JOBS; job++) {
                Random own = new Random(seed * 100L + job);
                jobs.add(threads.submit(() -> {
                    right.addAndGet(runAndCheck(pool, own));
                    return null;
                }));
            }
            for (Future<?> job : jobs) {
                job.get(30, TimeUnit.SECONDS);
            }
        }

        // then: afterwards all is well again
        engine.script = (device, segments) -> {};
        String devices = runJob(pool, 7, 20);
        assertThat(devices).isEqualTo(engine.devices().size() > 1 ? "cuda:0" : "cpu");
        assertThat(right.get()).isBetween(0, JOBS * 40);
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    private static void fail(int dice, int segments) throws EngineException, ModelFormatException {
        switch (dice) {
            case 0, 1, 2 -> throw new DeviceMemoryException("memory", new IllegalStateException());
            case 3 -> throw new EngineException("engine", new IllegalStateException());
            case 4 -> throw new IllegalStateException("crash");
            case 5 -> {
                if (segments == 0) {
                    throw new ModelFormatException("format");
                }
            }
            default -> Thread.yield();
        }
    }

    /** Returns how many segments gave numbers. */
    private static int runAndCheck(NetworkPool pool, Random random) throws Exception {
        int gain = 1 + random.nextInt(3);
        int count = random.nextInt(40);
        int givenUpAfter = random.nextInt(80);
        int right = 0;
        try (NetworkSession session = open(pool, gain)) {
            List<Future<float[]>> futures = submit(session, 1, count);
            for (int i = 0; i < count; i++) {
                if (i == givenUpAfter) {
                    session.close();
                }
                right += check(futures.get(i), gain, 1 + i, i >= givenUpAfter) ? 1 : 0;
            }
            assertThat(session.devicesUsed()).matches("(cuda:\\d|cpu|cuda:\\d\\+cpu)");
        } catch (EngineException | ModelFormatException e) {
            assertThat(right).isZero();
        }
        return right;
    }

    private static boolean check(Future<float[]> future, int gain, int tag, boolean givenUp) throws Exception {
        try {
            assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(ScriptedEngine.expected(gain, tag));
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOfAny(EngineException.class, ModelFormatException.class);
        } catch (CancellationException e) {
            assertThat(givenUp).isTrue();
        }
        return false;
    }
}
