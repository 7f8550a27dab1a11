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
 * So the loop runs over {@code i = m + lag}, the samples are held in four copies shifted by 0 to 3, and the sums move
 * four places to the right when {@code m} does. One thread at a time.
 */
final class HopDifference {
    // Eight would be fewer passes, but then the loop body is too large for the compiler to unroll and so to vectorise.
    private static final int UNROLL = 4;

    private final int hopSamples;
    private final int maxLag;
    private final float[][] shifted;
    /** At {@code m + lag}: what pairs of samples within the hop have added so far. */
    private final float[] inside;
    /** At {@code m + lag}: the same for pairs whose second sample is in the next hop. */
    private final float[] across;

    /** Indexed by lag, 0 to the longest: the hop's part when the frame goes on after it. */
    final double[] whole;
    /** Indexed by lag: the hop's part when the frame ends with it. */
    final double[] last;

    HopDifference(int hopSamples, int maxLag) {
        this.hopSamples = hopSamples;
        this.maxLag = maxLag;
        this.shifted = new float[UNROLL][2 * hopSamples];
        this.inside = new float[2 * hopSamples];
        this.across = new float[2 * hopSamples];
        this.whole = new double[maxLag + 1];
        this.last = new double[maxLag + 1];
    }

    /** Takes the hop in the first half of {@code x}, which holds two. */
    void compute(float[] x) {
        for (int shift = 0; shift < UNROLL; shift++) {
            System.arraycopy(x, shift, shifted[shift], 0, x.length - shift);
        }
        Arrays.fill(inside, 0);
        Arrays.fill(across, 0);
        int lastStart = hopSamples - UNROLL;
        for (int m = 0; m <= lastStart; m += UNROLL) {
            int end = m + maxLag + 1;
            accumulate(x, m, m, Math.min(end, hopSamples - UNROLL + 1), inside);
            straddle(x, m, Math.min(end, hopSamples));
            accumulate(x, m, hopSamples, end, across);
            if (m < lastStart) {
                System.arraycopy(inside, m, inside, m + UNROLL, maxLag + 1);
                System.arraycopy(across, m, across, m + UNROLL, maxLag + 1);
            }
        }
        collect(x, lastStart);
    }

    private void collect(float[] x, int lastStart) {
        double tailEnergy = 0;
        for (int lag = 0; lag <= maxLag; lag++) {
            double within = inside[lastStart + lag];
            whole[lag] = within + across[lastStart + lag];
            last[lag] = within + tailEnergy;
            double next = x[hopSamples - 1 - lag];
            tailEnergy += next * next;
        }
    }

    /** Samples {@code m} to {@code m + 3} against those at {@code from} to {@code to} and the three after each. */
    private void accumulate(float[] x, int m, int from, int to, float[] sum) {
        float[] y0 = shifted[0];
        float[] y1 = shifted[1];
        float[] y2 = shifted[2];
        float[] y3 = shifted[3];
        float x0 = x[m];
        float x1 = x[m + 1];
        float x2 = x[m + 2];
        float x3 = x[m + 3];
        for (int i = from; i < to; i++) {
            float d0 = x0 - y0[i];
            float d1 = x1 - y1[i];
            float d2 = x2 - y2[i];
            float d3 = x3 - y3[i];
            sum[i] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
        }
    }

    /** The few places at which some of the four pairs end in this hop and some in the next. */
    private void straddle(float[] x, int m, int to) {
        for (int at = Math.max(m, hopSamples - UNROLL + 1); at < to; at++) {
            for (int i = 0; i < UNROLL; i++) {
                float d = x[m + i] - x[at + i];
                if (at + i < hopSamples) {
                    inside[at] += d * d;
                } else {
                    across[at] += d * d;
                }
            }
        }
    }
}
