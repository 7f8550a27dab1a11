package io.melolog.worker.dsp.separation;

/** A linear layer, {@code out = weights in + bias}, for rows of frames. Immutable: any thread. */
final class DenseLayer {
    private final float[][] weights;
    private final float[] bias;

    /**
     * @param weights one row per input, one column per output; the number of inputs is a multiple of 4
     * @param bias one value per output
     */
    DenseLayer(float[][] weights, float[] bias) {
        this.weights = weights;
        this.bias = bias;
    }

    int inputs() {
        return weights.length;
    }

    int outputs() {
        return bias.length;
    }

    /** Computes the first {@code frames} rows of {@code out} from those of {@code in}. */
    void apply(float[][] in, float[][] out, int frames) {
        int f = 0;
        for (; f + 1 < frames; f += 2) {
            two(in[f], in[f + 1], out[f], out[f + 1]);
        }
        if (f < frames) {
            one(in[f], out[f]);
        }
    }

    /** Four inputs at a time over all outputs: the inner loop has no carried dependency, so that the compiler vectorises it. */
    private void one(float[] in, float[] out) {
        System.arraycopy(bias, 0, out, 0, bias.length);
        for (int i = 0; i < weights.length; i += 4) {
            add(
                    weights[i],
                    weights[i + 1],
                    weights[i + 2],
                    weights[i + 3],
                    in[i],
                    in[i + 1],
                    in[i + 2],
                    in[i + 3],
                    out);
        }
    }

    private static void add(
            float[] w0, float[] w1, float[] w2, float[] w3, float x0, float x1, float x2, float x3, float[] out) {
        for (int o = 0; o < out.length; o++) {
            out[o] += x0 * w0[o] + x1 * w1[o] + x2 * w2[o] + x3 * w3[o];
        }
    }

    private void two(float[] inA, float[] inB, float[] outA, float[] outB) {
        System.arraycopy(bias, 0, outA, 0, bias.length);
        System.arraycopy(bias, 0, outB, 0, bias.length);
        for (int i = 0; i < weights.length; i += 4) {
            float[] w0 = weights[i];
            float[] w1 = weights[i + 1];
            float[] w2 = weights[i + 2];
            float[] w3 = weights[i + 3];
            float a0 = inA[i];
            float a1 = inA[i + 1];
            float a2 = inA[i + 2];
            float a3 = inA[i + 3];
            float b0 = inB[i];
            float b1 = inB[i + 1];
            float b2 = inB[i + 2];
            float b3 = inB[i + 3];
            for (int o = 0; o < outA.length; o++) {
                outA[o] += a0 * w0[o] + a1 * w1[o] + a2 * w2[o] + a3 * w3[o];
                outB[o] += b0 * w0[o] + b1 * w1[o] + b2 * w2[o] + b3 * w3[o];
            }
        }
    }
}
