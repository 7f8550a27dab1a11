package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * The YIN difference function of one hop (de Cheveigné and Kawahara 2002, equation 6), for every lag at once.
 *
 * <p>The longest lag is shorter than a hop, so the function of a frame is the sum over its hops: {@link #whole} for all of
 * them but the last, and {@link #last} for the last, which sees zeros where the frame ends (librosa's definition). Every
 * hop is thereby computed once and used by all frames that contain it. Sums of squares, so nothing cancels; single
 * precision within a hop, double precision across hops.
 */
final class HopDifference {
    private static final int UNROLL = 8;

    private final int hopSamples;
    private final int maxLag;
    private final float[] inside;
    private final float[] across;

    /** Indexed by lag, 0 to the longest: the hop's part when the frame goes on after it. */
    final double[] whole;
    /** Indexed by lag: the hop's part when the frame ends with it. */
    final double[] last;

    HopDifference(int hopSamples, int maxLag) {
        this.hopSamples = hopSamples;
        this.maxLag = maxLag;
        this.inside = new float[maxLag + 1];
        this.across = new float[maxLag + 1];
        this.whole = new double[maxLag + 1];
        this.last = new double[maxLag + 1];
    }

    /** Takes the hop at {@code x[0..hop)}, followed by the next {@code maxLag} samples. */
    void compute(float[] x) {
        Arrays.fill(inside, 0);
        Arrays.fill(across, 0);
        for (int m = 0; m < hopSamples; m += UNROLL) {
            int allInside = Math.min(maxLag + 1, hopSamples - UNROLL - m + 1);
            int allAcross = Math.min(maxLag + 1, hopSamples - m);
            accumulate(x, m, 0, allInside, inside);
            straddle(x, m, allInside, allAcross);
            accumulate(x, m, allAcross, maxLag + 1, across);
        }
        double tailEnergy = 0;
        for (int lag = 0; lag <= maxLag; lag++) {
            whole[lag] = (double) inside[lag] + across[lag];
            last[lag] = inside[lag] + tailEnergy;
            double next = x[hopSamples - 1 - lag];
            tailEnergy += next * next;
        }
    }

    /** Eight samples against a range of lags: written so that the compiler turns the loop over lags into vectors. */
    private static void accumulate(float[] x, int m, int fromLag, int toLag, float[] sum) {
        float x0 = x[m];
        float x1 = x[m + 1];
        float x2 = x[m + 2];
        float x3 = x[m + 3];
        float x4 = x[m + 4];
        float x5 = x[m + 5];
        float x6 = x[m + 6];
        float x7 = x[m + 7];
        for (int lag = fromLag; lag < toLag; lag++) {
            float d0 = x0 - x[m + lag];
            float d1 = x1 - x[m + 1 + lag];
            float d2 = x2 - x[m + 2 + lag];
            float d3 = x3 - x[m + 3 + lag];
            float d4 = x4 - x[m + 4 + lag];
            float d5 = x5 - x[m + 5 + lag];
            float d6 = x6 - x[m + 6 + lag];
            float d7 = x7 - x[m + 7 + lag];
            sum[lag] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3) + ((d4 * d4 + d5 * d5) + (d6 * d6 + d7 * d7));
        }
    }

    /** The few lags at which some of the eight samples look past the hop and some do not. */
    private void straddle(float[] x, int m, int fromLag, int toLag) {
        for (int lag = fromLag; lag < toLag; lag++) {
            for (int i = m; i < m + UNROLL; i++) {
                float d = x[i] - x[i + lag];
                if (i + lag < hopSamples) {
                    inside[lag] += d * d;
                } else {
                    across[lag] += d * d;
                }
            }
        }
    }
}
