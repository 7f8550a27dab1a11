package io.melolog.worker.dsp.separation;

import java.util.Arrays;

/**
 * Sharpens a network's masks around the harmonics of the voice that they let through. The network sees broad bands and hedges
 * where it is unsure; once the pitch is known, what lies on its harmonics is the voice's more surely than the network says, and
 * what lies between them less. Not thread-safe: one recording.
 */
final class HarmonicRefinement {
    /** On a harmonic the mask is taken to this power, between them it is scaled by {@link #BETWEEN}. */
    private static final double ON_HARMONIC = 0.4;

    private static final float BETWEEN = 0.6f;
    /** Salience, relative to a loud voice, from which on the pitch is trusted in full. */
    private static final float TRUSTED_FROM = 0.12f;

    private static final double SIGMA_HZ = 10.8;
    /** What each harmonic adds to the width: of f0, as that is not exact, and of its glide within a hop. */
    private static final double SIGMA_OF_F0 = 0.002;

    private static final double SIGMA_OF_GLIDE = 0.6;
    private static final double MAX_SIGMA_OF_F0 = 0.25;
    /** Above, harmonics are too blurred to be told from the rest. */
    private static final double MAX_HARMONIC_HZ = 6000;

    private final double binHz;
    private final int bins;
    private final float[] comb;

    HarmonicRefinement(double binHz, int bins) {
        this.binHz = binHz;
        this.bins = (int) Math.min(bins, MAX_HARMONIC_HZ / binHz);
        this.comb = new float[this.bins];
    }

    /** Changes the gains of a frame, one per bin each, given the melody found in what they let through. */
    void refine(Melody melody, int frame, float[] mid, float[] side) {
        float presence = melody.salience()[frame] / TRUSTED_FROM;
        double f0Hz = melody.f0Hz()[frame];
        if (presence <= 0 || f0Hz < binHz) {
            return;
        }
        measureComb(f0Hz, melody.glideHz(frame));
        float trusted = Math.min(1, presence);
        for (int k = 0; k < bins; k++) {
            mid[k] += trusted * (sharpened(mid[k], comb[k]) - mid[k]);
            side[k] += trusted * (sharpened(side[k], comb[k]) - side[k]);
        }
    }

    private static float sharpened(float gain, float harmonic) {
        return harmonic * (float) Math.pow(gain, ON_HARMONIC) + (1 - harmonic) * BETWEEN * gain;
    }

    private void measureComb(double f0Hz, double glideHz) {
        Arrays.fill(comb, 0);
        int harmonics = (int) (bins * binHz / f0Hz);
        for (int h = 1; h <= harmonics; h++) {
            double sigmaHz = SIGMA_HZ + h * (SIGMA_OF_F0 * f0Hz + SIGMA_OF_GLIDE * glideHz);
            double sigma = Math.min(sigmaHz, MAX_SIGMA_OF_F0 * f0Hz) / binHz;
            double centre = h * f0Hz / binHz;
            double reach = Math.min(4 * sigma, f0Hz / binHz / 2);
            int to = Math.min(bins - 1, (int) (centre + reach));
            for (int k = Math.max(1, (int) Math.ceil(centre - reach)); k <= to; k++) {
                double distance = (k - centre) / sigma;
                comb[k] = Math.max(comb[k], (float) Math.exp(-0.5 * distance * distance));
            }
        }
    }
}
