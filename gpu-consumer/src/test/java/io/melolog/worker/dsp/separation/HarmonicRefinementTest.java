package io.melolog.worker.dsp.separation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HarmonicRefinementTest {
    private static final int BINS = 2049;
    private static final double BIN_HZ = 44_100.0 / 4096;

    private final HarmonicRefinement refinement = new HarmonicRefinement(BIN_HZ, BINS);
    private final float[] mid = gains(0.4f);
    private final float[] side = gains(0.1f);

    @Test
    void shouldRaiseHarmonicsAndLowerWhatLiesBetweenThem() {
        // given: 215 Hz is 20 bins
        Melody melody = steady(20 * BIN_HZ, 1);

        // when
        refinement.refine(melody, 1, mid, side);

        // then
        assertThat(mid[20]).isGreaterThan(0.6f);
        assertThat(mid[100]).isGreaterThan(0.6f);
        assertThat(mid[30]).isLessThan(0.25f);
        assertThat(side[20]).isGreaterThan(0.3f);
        assertThat(side[30]).isLessThan(0.07f);
        for (float gain : mid) {
            assertThat(gain).isBetween(0f, 1f);
        }
    }

    @Test
    void shouldChangeNothingWhereNobodySings() {
        // given
        Melody silent = steady(200, 0);
        Melody none = steady(0, 1);

        // when
        refinement.refine(silent, 1, mid, side);
        refinement.refine(none, 1, mid, side);

        // then
        assertThat(mid).containsOnly(0.4f);
        assertThat(side).containsOnly(0.1f);
    }

    @Test
    void shouldLeaveHighFrequenciesToTheNetwork() {
        // when
        refinement.refine(steady(200, 1), 1, mid, side);

        // then: from 6 kHz
        assertThat(Arrays.copyOfRange(mid, 560, BINS)).containsOnly(0.4f);
    }

    @Test
    void shouldKeepWhatTheNetworkIsSureOf() {
        // given
        float[] all = gains(1);
        float[] nothing = gains(0);

        // when
        refinement.refine(steady(20 * BIN_HZ, 1), 1, all, nothing);

        // then
        assertThat(all[40]).isEqualTo(1f);
        assertThat(nothing).containsOnly(0);
    }

    private static Melody steady(double f0Hz, float salience) {
        float[] pitch = new float[3];
        float[] strength = new float[3];
        Arrays.fill(pitch, (float) f0Hz);
        Arrays.fill(strength, salience);
        return new Melody(pitch, strength);
    }

    private static float[] gains(float value) {
        float[] gains = new float[BINS];
        Arrays.fill(gains, value);
        return gains;
    }
}
