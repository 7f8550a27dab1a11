package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * The YIN difference function of one hop (de Cheveigné and Kawahara 2002, equation 6), for every lag at once.
 *
 * <p>The function of a frame is the sum over its hops, so every hop is computed once and used by all frames that contain it. A
 * hop's part depends on the frame only near the frame's end, beyond which there are zeros (librosa's definition): there is one
 * part for each number of hops after which the frame may end, and one for frames that go on further than the longest lag.
 * Sums of squares, so nothing cancels; single precision within a hop, double precision across hops.
 *
 * <p>Layout, for the sake of vectors: the compiler vectorises a loop whose arrays are all indexed by the loop variable alone.
 * So the loop runs over {@code i = m + lag}, the samples are held in copies shifted by 0 to 15, and the sums move 16 places to
 * the right when {@code m} does. Products and sums, no fused ones: these would be a tenth faster, but a thousand times
 * slower on a processor without them. One thread at a time.
 */
final class HopDifference {
    // Eight would be fewer passes, but then the loop body is too large for the compiler to unroll and so to vectorise.
    private static final int UNROLL = 4;
    private static final int COPIES = 16;

    private final int hopSamples;
    private final int maxLag;
    private final float[][] shifted;
    /** At {@code m + lag}: what has been added so far. */
    private final float[] sum;
    /** By the end of the frame, by lag: what pairs of samples before that end add. */
    private final float[][] inside;

    HopDifference(int hopSamples, int maxLag) {
        this.hopSamples = hopSamples;
        this.maxLag = maxLag;
        int window = hopSamples * hopsNeeded();
        this.shifted = new float[COPIES][Aligned.length(window)];
        this.sum = new float[Aligned.length(window)];
        this.inside = new float[hopsNeeded() - 1][maxLag + UNROLL];
    }

    /** How many hops {@link #compute} needs to see: the hop and as many as the longest lag reaches into. */
    int hopsNeeded() {
        return 1 + Math.ceilDiv(maxLag, hopSamples);
    }

    /** Room for what {@link #compute} makes. */
    double[][] newParts() {
        return new double[hopsNeeded()][maxLag + 1];
    }

    /**
     * Takes the hop at the start of {@code x}, which holds {@link #hopsNeeded} of them.
     *
     * @param parts by the hops of the frame that follow this one (the last entry: that many or more), by lag
     */
    void compute(float[] x, double[][] parts) {
        for (int shift = 0; shift < COPIES; shift++) {
            System.arraycopy(x, shift, shifted[shift], 0, x.length - shift);
        }
        Arrays.fill(sum, 0);
        int base = 0;
        for (int m = 0; m < hopSamples; m += UNROLL) {
            if (m == base + COPIES) {
                System.arraycopy(sum, base, sum, m, maxLag + 1);
                base = m;
            }
            for (int end = 0; end < inside.length; end++) {
                keepInside(x, m, base, (end + 1) * hopSamples, inside[end]);
            }
            accumulate(x, m, base);
        }
        collect(x, base, parts);
    }

    private void collect(float[] x, int base, double[][] parts) {
        double[] endless = parts[inside.length];
        for (int lag = 0; lag <= maxLag; lag++) {
            endless[lag] = sum[base + lag];
        }
        for (int end = 0; end < inside.length; end++) {
            collect(x, (end + 1) * hopSamples, inside[end], endless, parts[end]);
        }
    }

    /** The part of a frame that ends at {@code end}: beyond it a sample stands against zero. */
    private void collect(float[] x, int end, float[] within, double[] endless, double[] part) {
        int reaching = end - hopSamples + 1;
        System.arraycopy(endless, 0, part, 0, reaching);
        double energy = 0;
        for (int lag = reaching; lag <= maxLag; lag++) {
            if (lag <= end) {
                double alone = x[end - lag];
                energy += alone * alone;
            }
            part[lag] = (lag < end ? within[lag] : 0) + energy;
        }
    }

    /** Adds samples {@code m} to {@code m + 3}, each against the ones up to the longest lag after it. */
    private void accumulate(float[] x, int m, int base) {
        float[] y0 = shifted[m - base];
        float[] y1 = shifted[m - base + 1];
        float[] y2 = shifted[m - base + 2];
        float[] y3 = shifted[m - base + 3];
        float x0 = x[m];
        float x1 = x[m + 1];
        float x2 = x[m + 2];
        float x3 = x[m + 3];
        float[] to = sum;
        int end = base + maxLag + 1;
        for (int i = base; i < end; i++) {
            float d0 = x0 - y0[i];
            float d1 = x1 - y1[i];
            float d2 = x2 - y2[i];
            float d3 = x3 - y3[i];
            to[i] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
        }
    }

    /** Keeps the sums of the four lags at which {@code m} to {@code m + 3} are the first whose partners are at {@code end} or later. */
    private void keepInside(float[] x, int m, int base, int end, float[] kept) {
        int lag = end - m - UNROLL + 1;
        if (lag > maxLag) {
            return;
        }
        float y0 = x[end - 3];
        float y1 = x[end - 2];
        float y2 = x[end - 1];
        kept[lag] = sum[base + lag] + square(x[m] - y0) + square(x[m + 1] - y1) + square(x[m + 2] - y2);
        kept[lag + 1] = sum[base + lag + 1] + square(x[m] - y1) + square(x[m + 1] - y2);
        kept[lag + 2] = sum[base + lag + 2] + square(x[m] - y2);
        kept[lag + 3] = sum[base + lag + 3];
    }

    private static float square(float x) {
        return x * x;
    }
}
