package io.melolog.worker.dsp.contour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.f0.Signals;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContourAnalyzerTest {
    private static final ContourParams PARAMS = ContourParams.standard(Signals.RATE_HZ, 65.4, 2093);

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 40, 339})
    void shouldSumSquaredDifferences(int maxLag) {
        // given
        float[] x = Signals.noise(0.1, 0.3, maxLag);
        int hop = 256;
        LagDifference kernel = new LagDifference(hop, maxLag);
        float[] actual = new float[maxLag + 1];

        // when
        kernel.compute(Arrays.copyOf(x, kernel.inputSamples()), actual);

        // then
        for (int lag = 0; lag <= maxLag; lag++) {
            double expected = 0;
            for (int j = 0; j < hop; j++) {
                double d = x[j] - x[j + lag];
                expected += d * d;
            }
            assertThat((double) actual[lag]).isCloseTo(expected, within(1e-4 * (1 + expected)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {70, 110, 261.6, 700, 1900})
    void shouldFindThePitchOfATone(double f0Hz) {
        // when
        ContourFrames frames = analyze(Signals.tone(0.5, f0Hz, 0.2), PARAMS);

        // then
        double midi = 69 + 12 * Math.log(f0Hz / 440) / Math.log(2);
        for (int t = 4; t < frames.frames() - 6; t++) {
            int likeliest = 0;
            for (int i = 1; i < ContourFrames.CANDIDATES; i++) {
                likeliest = frames.probability(t, i) > frames.probability(t, likeliest) ? i : likeliest;
            }
            assertThat(frames.midi(t, likeliest)).isCloseTo(midi, within(0.15));
            assertThat(frames.voicedProbability(t)).isGreaterThan(0.8);
        }
    }

    @Test
    void shouldGiveTheSameInBlocksOfAnySize() {
        // given
        float[] signal = Signals.sum(Signals.tone(1, 196, 0.2), Signals.noise(1, 0.02, 3));
        ContourAnalyzer inBlocks = new ContourAnalyzer(PARAMS, signal.length);

        // when
        for (int at = 0; at < signal.length; at += 777) {
            inBlocks.process(signal, at, Math.min(777, signal.length - at));
        }

        // then
        ContourFrames blocks = inBlocks.finish();
        ContourFrames whole = analyze(signal, PARAMS);
        assertThat(blocks.frames()).isEqualTo(whole.frames()).isEqualTo(PARAMS.frames(signal.length));
        assertThat(blocks.levelsDb()).containsExactly(whole.levelsDb());
        assertThat(blocks.growths()).containsExactly(whole.growths());
        assertThat(blocks.aperiodicitiesDb()).containsExactly(whole.aperiodicitiesDb());
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 44_100, 48_000})
    void shouldWorkAtAnyRate(int sampleRateHz) {
        // given
        ContourParams params = ContourParams.standard(sampleRateHz, 65.4, 2093);
        float[] sine = new float[sampleRateHz / 2];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (float) (0.3 * Math.sin(2 * Math.PI * 220 * i / sampleRateHz));
        }

        // when
        ContourFrames frames = analyze(sine, params);

        // then
        assertThat(params.hopSeconds()).isCloseTo(0.0116, within(0.0003));
        assertThat(frames.midi(20, 0)).isCloseTo(57, within(0.1));
    }

    @Test
    void shouldAllocateNothingWithinItsCapacity() {
        // given
        float[] signal = Signals.sum(Signals.tone(3, 220, 0.2), Signals.noise(3, 0.02, 6));
        analyze(signal, PARAMS);
        ContourAnalyzer analyzer = new ContourAnalyzer(PARAMS, 2L * signal.length);
        analyzer.process(signal, 0, signal.length);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        analyzer.process(signal, 0, signal.length);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;

        // then
        assertThat(allocatedBytes).isLessThan(1024);
    }

    private static ContourFrames analyze(float[] signal, ContourParams params) {
        ContourAnalyzer analyzer = new ContourAnalyzer(params, signal.length);
        analyzer.process(signal, 0, signal.length);
        return analyzer.finish();
    }
}
