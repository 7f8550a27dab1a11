package io.melolog.worker.dsp.separation;

import java.util.Arrays;

/**
 * One residual block of {@link MaskNetwork} as a stream: {@code x + leave(relu(spread(y[t-d], y[t], y[t+d])))} with
 * {@code y = relu(enter(norm(x)))}, y being zero outside the recording. Answers {@code d} frames late. One recording, one
 * thread.
 */
final class TemporalBlock {
    /** Frames that are taken at once, at most. */
    static final int MAX_FRAMES = 32;

    private static final float EPSILON = 1e-5f;

    private final MaskWeights.Block weights;
    private final int dilation;
    private final float[][] inputs;
    private final float[][] activations;
    private final float[][] normalised;
    private final float[][] entered;
    private final float[][] neighbours;
    private final float[][] spread;
    private final float[][] left;
    private long received;
    private long emitted;

    TemporalBlock(MaskWeights.Block weights) {
        this.weights = weights;
        this.dilation = weights.dilation();
        int width = weights.enter().inputs();
        int inner = weights.enter().outputs();
        this.inputs = new float[dilation + MAX_FRAMES][width];
        this.activations = new float[2 * dilation + MAX_FRAMES][inner];
        this.normalised = new float[MAX_FRAMES][width];
        this.entered = new float[MAX_FRAMES][inner];
        this.neighbours = new float[MAX_FRAMES][3 * inner];
        this.spread = new float[MAX_FRAMES][inner];
        this.left = new float[MAX_FRAMES][width];
    }

    /**
     * Takes the next frames.
     *
     * @param x {@code frames} rows
     * @param frames at most {@link #MAX_FRAMES}
     * @param out receives the rows that are complete
     * @return how many
     */
    int push(float[][] x, int frames, float[][] out) {
        for (int f = 0; f < frames; f++) {
            normalise(x[f], normalised[f]);
        }
        weights.enter().apply(normalised, entered, frames);
        for (int f = 0; f < frames; f++) {
            rectify(entered[f]);
            float[] kept = activations[ring(received + f, activations)];
            System.arraycopy(entered[f], 0, kept, 0, kept.length);
            float[] input = inputs[ring(received + f, inputs)];
            System.arraycopy(x[f], 0, input, 0, input.length);
        }
        received += frames;
        return emit((int) Math.max(0, received - dilation - emitted), out);
    }

    /** Ends the recording: the rows that are left, at most the dilation. */
    int end(float[][] out) {
        for (int f = 0; f < dilation; f++) {
            Arrays.fill(activations[ring(received + f, activations)], 0);
        }
        return emit((int) (received - emitted), out);
    }

    private int emit(int frames, float[][] out) {
        for (int f = 0; f < frames; f++) {
            long t = emitted + f;
            for (int tap = 0; tap < 3; tap++) {
                copyActivation(t + (long) (tap - 1) * dilation, neighbours[f], tap);
            }
        }
        weights.spread().apply(neighbours, spread, frames);
        for (int f = 0; f < frames; f++) {
            rectify(spread[f]);
        }
        weights.leave().apply(spread, left, frames);
        for (int f = 0; f < frames; f++) {
            float[] input = inputs[ring(emitted + f, inputs)];
            for (int i = 0; i < input.length; i++) {
                out[f][i] = input[i] + left[f][i];
            }
        }
        emitted += frames;
        return frames;
    }

    private void copyActivation(long t, float[] row, int tap) {
        int inner = row.length / 3;
        if (t < 0) {
            Arrays.fill(row, tap * inner, (tap + 1) * inner, 0);
        } else {
            System.arraycopy(activations[ring(t, activations)], 0, row, tap * inner, inner);
        }
    }

    private static int ring(long frame, float[][] rows) {
        return (int) (frame % rows.length);
    }

    /** To zero mean and unit variance; gain and bias of the layer norm are part of the next layer's weights. */
    static void normalise(float[] x, float[] out) {
        double sum = 0;
        for (float v : x) {
            sum += v;
        }
        float mean = (float) (sum / x.length);
        double squares = 0;
        for (float v : x) {
            squares += (v - mean) * (v - mean);
        }
        float scale = (float) (1 / Math.sqrt(squares / x.length + EPSILON));
        for (int i = 0; i < x.length; i++) {
            out[i] = (x[i] - mean) * scale;
        }
    }

    static void rectify(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(0, x[i]);
        }
    }
}
