package io.melolog.worker.dsp.resample;

/**
 * The filter's coefficients for every position that an output sample can have between two input samples.
 *
 * <p>A row holds the coefficients of {@code 2 x halfTaps} input samples, the first of which is {@code halfTaps - 1} before the one at or
 * left of the output sample; a row adds up to 1, so that constants stay what they are. Where the rates have so many
 * phases that their rows would not fit a few megabytes, {@value #INTERPOLATED_PHASES} rows per sample of the lower rate are kept and neighbours
 * interpolated: the error is below (pi / phases)^2 / 8 = -136 dB. Immutable; any thread.
 */
final class PhaseTable {
    private static final int INTERPOLATED_PHASES = 4096;
    private static final int MOST_COEFFICIENTS = 1 << 20;

    /** Sums run in so many parts, which the processor adds at the same time. */
    private static final int LANES = 8;

    private final int halfTaps;
    private final int phases;
    private final float[] rows;

    /** Rates without a common factor. */
    PhaseTable(int inRate, int outRate) {
        if (inRate == outRate) {
            halfTaps = LANES / 2;
            phases = 1;
            rows = new float[2 * halfTaps];
            rows[halfTaps - 1] = 1;
            return;
        }
        double samplesPerLower = Math.max(1, (double) inRate / outRate);
        halfTaps = (int) Math.ceil(KaiserSinc.HALF_LENGTH * samplesPerLower / LANES) * LANES;
        long exact = 2L * halfTaps * outRate;
        phases = exact <= MOST_COEFFICIENTS ? outRate : (int) Math.ceil(INTERPOLATED_PHASES / samplesPerLower);
        rows = new float[Math.multiplyExact(phases + 1, 2 * halfTaps)];
        for (int row = 0; row <= phases; row++) {
            fill(row, samplesPerLower);
        }
    }

    private void fill(int row, double samplesPerLower) {
        int taps = 2 * halfTaps;
        double[] exact = new double[taps];
        double sum = 0;
        for (int tap = 0; tap < taps; tap++) {
            double samples = (double) row / phases + halfTaps - 1 - tap;
            exact[tap] = KaiserSinc.at(samples / samplesPerLower);
            sum += exact[tap];
        }
        for (int tap = 0; tap < taps; tap++) {
            rows[row * taps + tap] = (float) (exact[tap] / sum);
        }
    }

    /** Input samples needed on either side of an output sample. */
    int halfTaps() {
        return halfTaps;
    }

    /**
     * The output sample at {@code phase / ofPhases} of the way from the input sample that stands at {@code first + halfTaps - 1} to the next.
     *
     * @param first where the row's first input sample stands in {@code in}
     */
    float sample(float[] in, int first, int phase, int ofPhases) {
        if (phases == 1 || phases == ofPhases) {
            return dot(in, first, phase);
        }
        double place = (double) phase / ofPhases * phases;
        int row = (int) place;
        float share = (float) (place - row);
        float left = dot(in, first, row);
        return left + share * (dot(in, first, row + 1) - left);
    }

    private float dot(float[] in, int first, int row) {
        int taps = 2 * halfTaps;
        int at = row * taps;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        for (int tap = 0; tap < taps; tap += LANES) {
            int i = first + tap;
            int k = at + tap;
            a += in[i] * rows[k];
            b += in[i + 1] * rows[k + 1];
            c += in[i + 2] * rows[k + 2];
            d += in[i + 3] * rows[k + 3];
            e += in[i + 4] * rows[k + 4];
            f += in[i + 5] * rows[k + 5];
            g += in[i + 6] * rows[k + 6];
            h += in[i + 7] * rows[k + 7];
        }
        return ((a + e) + (b + f)) + ((c + g) + (d + h));
    }
}
