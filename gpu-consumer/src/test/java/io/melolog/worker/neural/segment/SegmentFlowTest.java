package io.melolog.worker.neural.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.neural.engine.DeviceMemoryException;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a separation goes about it: what is in flight, progress, stopping, failures. */
class SegmentFlowTest {
    private static final int RATE_HZ = 8000;
    private static final NetworkForm FORM = SegmentedSeparationTest.form(2, 1000, 2);
    private static final float[][] MIX = Songs.noise(2, 30_000, 1);
    private static final int SEGMENTS = 40;

    @TempDir
    Path folder;

    @Test
    void shouldNotDependOnTheOrderInWhichSegmentsAreDone() throws Exception {
        // given
        var network = Songs.crooked(2, 1000);
        float[][][] expected = Songs.separate(separation(Songs.now(network), 1), FORM, folder, MIX, RATE_HZ);
        Random random = new Random(1);

        // when
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            SegmentRunner runner = segment -> {
                int delayMillis = random.nextInt(4);
                return threads.submit(() -> {
                    Thread.sleep(delayMillis);
                    return network.apply(segment);
                });
            };
            float[][][] got = Songs.separate(separation(runner, 6), FORM, folder, MIX, RATE_HZ);

            // then
            assertThat(got).isDeepEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 100})
    void shouldKeepSoManySegmentsInFlight(int inFlight) throws Exception {
        // given: a network that computes when there is nothing else to do
        Deque<Runnable> waiting = new ArrayDeque<>();
        List<Integer> queued = new ArrayList<>();
        var network = Songs.gains(1, 1);
        SegmentRunner runner = segment -> {
            var result = new CompletableFuture<float[]>() {
                @Override
                public float[] get(long timeout, java.util.concurrent.TimeUnit unit) {
                    queued.add(waiting.size());
                    waiting.removeFirst().run();
                    return join();
                }
            };
            waiting.add(() -> result.complete(network.apply(segment)));
            return result;
        };

        // when
        Songs.separate(separation(runner, inFlight), FORM, folder, MIX, RATE_HZ);

        // then
        assertThat(queued).hasSize(SEGMENTS);
        assertThat(queued.subList(0, Math.max(1, SEGMENTS - inFlight))).containsOnly(Math.min(inFlight, SEGMENTS));
    }

    @Test
    void shouldWriteStemsAlongTheWay() throws Exception {
        // given
        AtomicInteger submitted = new AtomicInteger();
        AtomicLong written = new AtomicLong();
        SegmentRunner runner = segment -> {
            // then: all but the segments in flight, and the one that overlaps, is written
            long complete = (submitted.getAndIncrement() - 4) * 750L;
            assertThat(written.get()).isGreaterThanOrEqualTo(Math.max(0, complete));
            return CompletableFuture.completedFuture(Songs.gains(1, 1).apply(segment));
        };

        // when
        try (PcmReader mix = new PcmReader(Songs.write(folder, MIX, RATE_HZ))) {
            separation(runner, 4)
                    .separate(
                            mix,
                            (stem, planes, frames) -> written.addAndGet(stem == 0 ? frames : 0),
                            share -> {},
                            () -> false);
        }
        assertThat(written).hasValue(30_000);
    }

    @Test
    void shouldReportProgressBySegment() throws Exception {
        // given
        List<Double> shares = new ArrayList<>();

        // when
        try (PcmReader mix = new PcmReader(Songs.write(folder, MIX, RATE_HZ))) {
            separation(Songs.now(Songs.gains(1, 1)), 4).separate(mix, (s, p, f) -> {}, shares::add, () -> false);
        }

        // then
        assertThat(shares).hasSize(SEGMENTS).isSorted();
        assertThat(shares.getFirst()).isEqualTo(1.0 / SEGMENTS);
        assertThat(shares.getLast()).isEqualTo(1.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 39})
    void shouldStopWithinASegmentWhenCancelled(int segmentsBefore) throws Exception {
        // given
        AtomicInteger submitted = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        SegmentRunner runner = segment -> {
            submitted.incrementAndGet();
            return CompletableFuture.completedFuture(Songs.gains(1, 1).apply(segment));
        };

        // when
        assertThatThrownBy(() -> separate(runner, done, () -> done.get() >= segmentsBefore))
                .isInstanceOf(CancellationException.class);

        // then
        assertThat(done).hasValue(segmentsBefore);
        assertThat(submitted).hasValueLessThanOrEqualTo(segmentsBefore + 3);
    }

    @Test
    void shouldStopWhenCancelledWhileTheNetworkHangs() {
        // given
        List<Future<float[]>> hanging = new ArrayList<>();
        SegmentRunner runner = segment -> {
            hanging.add(new CompletableFuture<>());
            return hanging.getLast();
        };

        // when
        assertThatThrownBy(() -> separate(runner, new AtomicInteger(), () -> hanging.size() == 3))
                .isInstanceOf(CancellationException.class);

        // then: nobody needs to compute them any more
        assertThat(hanging).hasSize(3).allMatch(Future::isCancelled);
    }

    @Test
    void shouldEndWhenTheThreadIsInterruptedWhileItWaits() throws IOException {
        // given
        SegmentRunner runner = segment -> {
            Thread.currentThread().interrupt();
            return new CompletableFuture<>();
        };

        // when, then
        try (PcmReader mix = new PcmReader(Songs.write(folder, MIX, RATE_HZ))) {
            assertThatThrownBy(() -> separation(runner, 1).separate(mix, (s, p, f) -> {}, share -> {}, () -> false))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void shouldFailAsTheNetworkFails() {
        assertFails(new EngineException("engine", null));
        assertFails(new DeviceMemoryException("memory", null));
        assertFails(new ModelFormatException("format"));
        assertThatThrownBy(() -> separate(failing(new IllegalStateException("?")), new AtomicInteger(), () -> false))
                .isInstanceOf(EngineException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    private void assertFails(Exception failure) {
        assertThatThrownBy(() -> separate(failing(failure), new AtomicInteger(), () -> false))
                .isSameAs(failure);
    }

    private static SegmentRunner failing(Exception failure) {
        AtomicInteger calls = new AtomicInteger();
        return segment -> calls.incrementAndGet() == 4
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture(Songs.gains(1, 1).apply(segment));
    }

    @Test
    void shouldRefuseSurroundAndNonsense() throws IOException {
        // given
        var separation = separation(Songs.now(Songs.gains(1, 1)), 1);

        // when, then
        try (PcmReader mix = new PcmReader(Songs.write(folder, new float[6][10], RATE_HZ))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> separation.separate(mix, (s, p, f) -> {}, share -> {}, () -> false));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new SegmentOptions(-1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SegmentOptions(1, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"-1", "4001"})
    void shouldRefuseShiftsOutOfReach(int offset) {
        assertThatIllegalArgumentException().isThrownBy(() -> SegmentPlan.leads(List.of(offset), RATE_HZ));
    }

    private static SegmentedSeparation separation(SegmentRunner runner, int inFlight) {
        return new SegmentedSeparation(FORM, runner, new SegmentOptions(0, 0, inFlight));
    }

    private void separate(SegmentRunner runner, AtomicInteger done, java.util.function.BooleanSupplier cancelled)
            throws Exception {
        try (PcmReader mix = new PcmReader(Songs.write(folder, MIX, RATE_HZ))) {
            separation(runner, 3).separate(mix, (s, p, f) -> {}, share -> done.incrementAndGet(), cancelled);
        }
    }
}
