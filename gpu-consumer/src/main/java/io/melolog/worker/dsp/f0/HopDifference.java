package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * The YIN difference function of one hop (de Cheveigné and Kawahara 2002, equation 6), for every lag at once.
 *
 * <p>The longest lag is shorter than a hop, so the function of a frame is the sum over its hops: {@link #whole} for all of
 * them but the last, and {@link #last} for the last, which sees zeros where the frame ends (librosa's definition). Every
 * hop is thereby computed once and used by all frames that contain it. Sums of squares, so nothing cancels; single
 * precision within a hop, double precision across hops.
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
    /** By lag: what pairs of samples within the hop add. */
    private final float[] inside;

    /** Indexed by lag, 0 to the longest: the hop's part when the frame goes on after it. */
    final double[] whole;
    /** Indexed by lag: the hop's part when the frame ends with it. */
    final double[] last;

    HopDifference(int hopSamples, int maxLag) {
        this.hopSamples = hopSamples;
        this.maxLag = maxLag;
        this.shifted = new float[COPIES][Aligned.length(2 * hopSamples)];
        this.sum = new float[Aligned.length(2 * hopSamples)];
        this.inside = new float[maxLag + 1];
        this.whole = new double[maxLag + 1];
        this.last = new double[maxLag + 1];
    }

    /** Takes the hop in the first half of {@code x}, which holds two. */
    void compute(float[] x) {
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
            keepInside(x, m, base);
            accumulate(x, m, base);
        }
        collect(x, base);
    }

    private void collect(float[] x, int base) {
        double tailEnergy = 0;
        inside[0] = 0;
        for (int lag = 0; lag <= maxLag; lag++) {
            whole[lag] = sum[base + lag];
            last[lag] = inside[lag] + tailEnergy;
            double next = x[hopSamples - 1 - lag];
            tailEnergy += next * next;
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

    /** Keeps the sums of the lags at which {@code m} to {@code m + 3} are the first whose partners are in the next hop. */
    private void keepInside(float[] x, int m, int base) {
        int from = hopSamples - m - UNROLL + 1;
        int to = Math.min(hopSamples - m, maxLag);
        for (int lag = from; lag <= to; lag++) {
            float within = sum[base + lag];
            for (int first = m; first + lag < hopSamples; first++) {
                float d = x[first] - x[first + lag];
                within += d * d;
            }
            inside[lag] = within;
        }
    }
}
