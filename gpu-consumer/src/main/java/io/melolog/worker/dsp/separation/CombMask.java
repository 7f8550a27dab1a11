package io.melolog.worker.dsp.separation;

import java.util.Arrays;

/**
 * How much of each bin belongs to a central voice of a given pitch, 0 to 1: the product of
 *
 * <ul>
 *   <li>a Gaussian around each harmonic, wider for higher harmonics, which move more within a window the more the pitch
 *       glides;
 *   <li>the share of the power that is central (mid over mid and side; 1 for mono);
 *   <li>a Wiener gain against the background, which is measured half-way between the harmonics, where a voice has little.
 *       Drums and dense chords fill the gaps, so this does the work of a separate percussive mask.
 * </ul>
 *
 * <p>Independent of loudness. No allocation after construction. Not thread-safe.
 */
final class CombMask {
    private static final double SIGMA_BINS = 1.0;
    /** What each harmonic adds to the width: of f0, as that is not exact, and of its glide within a hop. */
    private static final double SIGMA_OF_F0 = 0.002;

    private static final double SIGMA_OF_GLIDE = 0.6;
    private static final double MAX_SIGMA_OF_F0 = 0.25;
    /** Above, harmonics of a singing voice are weak and too blurred to be told from the rest. */
    private static final double MAX_HARMONIC_HZ = 8000;
    /** Width of a gap in which the background is measured, to each side of its middle. */
    private static final double GAP_OF_F0 = 0.12;

    private final double binHz;
    private final int bins;
    private final float[] background;

    CombMask(int sampleRateHz, int windowSamples) {
        this.binHz = (double) sampleRateHz / windowSamples;
        this.bins = windowSamples / 2 + 1;
        this.background = new float[bins];
    }

    /**
     * @param mid power per bin of the centre
     * @param side power per bin of the difference between the channels
     * @param f0Hz the pitch, 0 if there is none
     * @param glideHz how far it glides within a hop
     * @param presence how sure the voice is there, 0 to 1; the mask is scaled by it
     * @param mask receives one gain per bin
     */
    void compute(float[] mid, float[] side, double f0Hz, double glideHz, float presence, float[] mask) {
        Arrays.fill(mask, 0);
        if (presence <= 0 || f0Hz < binHz) {
            return;
        }
        int harmonics = (int) (Math.min(MAX_HARMONIC_HZ, (bins - 2) * binHz) / f0Hz);
        measureBackground(mid, f0Hz, harmonics);
        for (int h = 1; h <= harmonics; h++) {
            double sigmaHz = SIGMA_BINS * binHz + h * (SIGMA_OF_F0 * f0Hz + SIGMA_OF_GLIDE * glideHz);
            addHarmonic(h * f0Hz / binHz, Math.min(sigmaHz, MAX_SIGMA_OF_F0 * f0Hz) / binHz, f0Hz / binHz, mask);
        }
        for (int k = 0; k < bins; k++) {
            if (mask[k] > 0) {
                float power = mid[k] + Float.MIN_NORMAL;
                mask[k] *= presence * (power / (power + side[k])) * (power / (power + background[k]));
            }
        }
    }

    private void addHarmonic(double centreBin, double sigma, double f0Bins, float[] mask) {
        double reach = Math.min(4 * sigma, f0Bins / 2);
        int from = Math.max(1, (int) Math.ceil(centreBin - reach));
        int to = Math.min(bins - 1, (int) (centreBin + reach));
        for (int k = from; k <= to; k++) {
            double distance = (k - centreBin) / sigma;
            mask[k] = Math.max(mask[k], (float) Math.exp(-0.5 * distance * distance));
        }
    }

    /** Mean power of the gaps, linear in between. */
    private void measureBackground(float[] mid, double f0Hz, int harmonics) {
        double f0Bins = f0Hz / binHz;
        double reach = Math.max(1, GAP_OF_F0 * f0Bins);
        int previousBin = 0;
        float previous = gapPower(mid, 0.5 * f0Bins, reach);
        for (int gap = 0; gap <= harmonics; gap++) {
            double centreBin = (gap + 0.5) * f0Bins;
            float power = gapPower(mid, centreBin, reach);
            int bin = (int) Math.min(bins - 1, Math.round(centreBin));
            float step = (power - previous) / Math.max(1, bin - previousBin);
            for (int k = previousBin; k <= bin; k++) {
                background[k] = Math.max(0, previous + step * (k - previousBin));
            }
            previousBin = bin;
            previous = power;
        }
        Arrays.fill(background, previousBin, bins, previous);
    }

    private float gapPower(float[] mid, double centreBin, double reach) {
        int to = (int) Math.min(bins - 1, Math.round(centreBin + reach));
        int from = (int) Math.min(to, Math.max(0, Math.round(centreBin - reach)));
        float sum = 0;
        for (int k = from; k <= to; k++) {
            sum += mid[k];
        }
        return sum / (to - from + 1);
    }
}
