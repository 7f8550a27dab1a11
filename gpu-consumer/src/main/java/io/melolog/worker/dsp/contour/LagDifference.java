package io.melolog.worker.dsp.contour;

import java.util.Arrays;

/**
 * The YIN difference function (de Cheveigné and Kawahara 2002, equation 1) of one hop, for every lag at once: the sum over the
 * hop's samples of {@code (x[j] - x[j + lag])^2}. Single precision; sums of squares, so nothing cancels.
 *
 * <p>Layout: the compiler vectorises a loop whose arrays are all indexed by the loop variable alone. So the loop runs over
 * {@code j + lag}, the samples are held in four copies shifted by 0 to 3, and the sums move four places to the right when
 * {@code j} does. One thread at a time.
 */
final class LagDifference {
    private static final int UNROLL = 4;

    private final int hopSamples;
    private final int maxLag;
    private final float[][] shifted;
    private final float[] moving;

    LagDifference(int hopSamples, int maxLag) {
        this.hopSamples = hopSamples;
        this.maxLag = maxLag;
        this.shifted = new float[UNROLL][hopSamples + maxLag + UNROLL];
        this.moving = new float[hopSamples + maxLag + UNROLL];
    }

    /** Samples that {@link #compute} reads: the hop and the longest lag after it. */
    int inputSamples() {
        return hopSamples + maxLag;
    }

    /** Reads {@link #inputSamples} from the start of {@code x}, writes {@code out[0 .. maxLag]}. */
    void compute(float[] x, float[] out) {
        for (int shift = 0; shift < UNROLL; shift++) {
            System.arraycopy(x, shift, shifted[shift], 0, inputSamples() - shift);
        }
        Arrays.fill(moving, 0);
        int last = hopSamples - UNROLL;
        for (int j = 0; j <= last; j += UNROLL) {
            accumulate(x, j);
            if (j < last) {
                System.arraycopy(moving, j, moving, j + UNROLL, maxLag + 1);
            }
        }
        System.arraycopy(moving, last, out, 0, maxLag + 1);
    }

    /** Samples {@code j} to {@code j + 3} against those a lag later. */
    private void accumulate(float[] x, int j) {
        float[] y0 = shifted[0];
        float[] y1 = shifted[1];
        float[] y2 = shifted[2];
        float[] y3 = shifted[3];
        float[] sum = moving;
        float x0 = x[j];
        float x1 = x[j + 1];
        float x2 = x[j + 2];
        float x3 = x[j + 3];
        int end = j + maxLag + 1;
        for (int i = j; i < end; i++) {
            float d0 = x0 - y0[i];
            float d1 = x1 - y1[i];
            float d2 = x2 - y2[i];
            float d3 = x3 - y3[i];
            sum[i] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
        }
    }
}
