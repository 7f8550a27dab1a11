package io.melolog.worker.dsp.f0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that are no audio, and recordings without end. */
class PyinRobustnessTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final boolean PROOF = Boolean.getBoolean("melolog.proof");

    private final Pyin pyin = new Pyin(PyinParams.STANDARD);

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, -2e15f})
    void shouldCountDamagedSamplesAsSilence(float damage) {
        // given
        float[] zeros = Signals.tone(0.5, 262, 0.2);
        float[] damaged = zeros.clone();
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            int at = random.nextInt(zeros.length);
            zeros[at] = 0;
            damaged[at] = damage;
        }

        // then
        assertSame(track(damaged), track(zeros));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-18f, 1e15f})
    void shouldTrackAtExtremeLevels(float gain) {
        // given
        float[] tone = Signals.tone(0.5, 262, 1);

        // when
        F0Track track = track(Signals.scaled(tone, gain / 2));

        // then
        assertSame(track, track(tone));
    }

    @Test
    void shouldFindThePitchUnderHardClippingAndAnOffset() {
        // given
        float[] signal = Signals.scaled(Signals.tone(1, 262, 0.3), 30);
        for (int i = 0; i < signal.length; i++) {
            signal[i] = Math.clamp(signal[i] + 0.3f, -0.8f, 1f);
        }

        // when
        F0Track track = track(signal);

        // then
        for (int i = 3; i < track.frames() - 3; i++) {
            assertThat(track.f0Hz(i).orElseThrow()).isCloseTo(262, within(1.5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 511, 512, 513})
    void shouldTakeRecordingsOfAFewSamples(int samples) {
        // given
        float[] signal = new float[samples];
        IntStream.range(0, samples).forEach(i -> signal[i] = 0.5f);

        // when
        F0Track track = track(signal);

        // then
        assertThat(track.frames()).isEqualTo(samples == 0 ? 0 : 1 + samples / 512);
    }

    @Test
    void shouldAllocateNothingOnceWarm() {
        // given
        float[] signal = Signals.sum(Signals.tone(3, 220, 0.2), Signals.noise(3, 0.02, 6));
        PyinWorkspace workspace = new PyinWorkspace(PyinParams.STANDARD, signal.length);
        pyin.process(signal, 0, signal.length, workspace);
        pyin.finish(workspace);
        allocatedBytes();

        // when
        long before = allocatedBytes();
        pyin.process(signal, 0, signal.length, workspace);
        long allocated = allocatedBytes() - before;
        F0Track track = pyin.finish(workspace);
        long result = allocatedBytes() - before - allocated;

        // then
        assertThat(allocated).isLessThan(100);
        assertThat(result).as("the track itself and one state per frame").isLessThan(14L * track.frames() + 1024);
    }

    /** Three hours with {@code -Pproof}. Everything allocated counts, also what growing leaves behind. */
    @Test
    void shouldNeedAFewBytesPerFrameHoweverLongTheRecording() {
        // given
        float[] minute = new float[0];
        for (int i = 0; i < 10; i++) {
            minute = Signals.concat(
                    minute, Signals.tone(2, 110 * (i + 1), 0.2), Signals.noise(2, 0.1, i), new float[88_200]);
        }
        int minutes = PROOF ? 180 : 6;
        long before = allocatedBytes();

        // when
        PyinWorkspace workspace = new PyinWorkspace(PyinParams.STANDARD, (long) minutes * minute.length);
        for (int i = 0; i < minutes; i++) {
            pyin.process(minute, 0, minute.length, workspace);
        }
        F0Track track = pyin.finish(workspace);

        // then
        assertThat(track.frames()).isEqualTo(1 + (int) ((long) minutes * minute.length / 512));
        assertThat(allocatedBytes() - before).isLessThan(1_500_000 + 170L * track.frames());
    }

    private F0Track track(float[] signal) {
        PyinWorkspace workspace = new PyinWorkspace(PyinParams.STANDARD, signal.length);
        pyin.process(signal, 0, signal.length, workspace);
        return pyin.finish(workspace);
    }

    private static long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    private static void assertSame(F0Track actual, F0Track expected) {
        assertThat(actual.frames()).isEqualTo(expected.frames());
        for (int i = 0; i < actual.frames(); i++) {
            assertThat(actual.f0Hz(i)).as("frame %d", i).isEqualTo(expected.f0Hz(i));
        }
    }
}
