package io.melolog.worker.dsp.separation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The most likely pitch path through the saliences of a recording (Viterbi 1967): collects frames, then {@link #track}.
 * A frame takes three bytes per candidate pitch, 35 MB for a quarter of an hour. Not thread-safe.
 *
 * <p>A path gains its salience relative to the frame's best and pays for every cent it moves, up to the price of a jump to
 * anywhere. As the price is linear, the best predecessor of all pitches is found in two sweeps (Felzenszwalb and
 * Huttenlocher, Distance Transforms of Sampled Functions, 2012, section 2.1).
 */
final class MelodyTracker {
    private static final double COST_PER_CENT = 0.0025;
    private static final float JUMP_COST = 1.4f;
    /** A back pointer that says: from the best pitch of the frame before. Others are distances. */
    private static final byte JUMP = Byte.MIN_VALUE;

    private static final double LOUD_SHARE = 0.9;
    private static final int SMOOTHING_FRAMES = 2;

    private final MelodyCombParams params;
    private final int gridSize;
    private final float stepCost;
    private final List<short[]> frames = new ArrayList<>();

    MelodyTracker(MelodyCombParams params) {
        this.params = params;
        this.gridSize = params.gridSize();
        // a step must be dear enough for every distance up to the price of a jump to fit a byte
        this.stepCost = (float) Math.max(COST_PER_CENT * params.stepCents(), JUMP_COST / Byte.MAX_VALUE);
    }

    /** Keeps a copy in half precision. */
    void add(float[] salience) {
        short[] copy = new short[gridSize];
        for (int g = 0; g < gridSize; g++) {
            copy[g] = Float.floatToFloat16(salience[g]);
        }
        frames.add(copy);
    }

    /** The path through all frames added; no pitch anywhere if all were silent. */
    Melody track() {
        float[] f0Hz = new float[frames.size()];
        float[] salience = new float[frames.size()];
        float loud = loudSalience();
        if (loud > 0) {
            byte[][] back = new byte[frames.size()][gridSize];
            int[] bestBefore = new int[frames.size()];
            int state = forward(loud, back, bestBefore);
            for (int t = frames.size() - 1; t >= 0; t--) {
                f0Hz[t] = (float) params.gridHz(interpolated(frames.get(t), state));
                salience[t] = Float.float16ToFloat(frames.get(t)[state]) / loud;
                state = back[t][state] == JUMP ? bestBefore[t] : state + back[t][state];
            }
        }
        return new Melody(f0Hz, smoothed(salience));
    }

    /** The best salience of a frame that most frames stay under: what a loud voice reaches. */
    private float loudSalience() {
        float[] best = new float[frames.size()];
        for (int t = 0; t < best.length; t++) {
            for (short value : frames.get(t)) {
                best[t] = Math.max(best[t], Float.float16ToFloat(value));
            }
        }
        Arrays.sort(best);
        return best.length == 0 ? 0 : best[(int) (LOUD_SHARE * (best.length - 1))];
    }

    private int forward(float loud, byte[][] back, int[] bestBefore) {
        float[] score = new float[gridSize];
        float[] gain = new float[gridSize];
        int[] from = new int[gridSize];
        for (int t = 0; t < frames.size(); t++) {
            int best = argMax(score);
            float top = score[best];
            bestBefore[t] = best;
            sweep(score, from);
            gains(frames.get(t), loud, gain);
            for (int g = 0; g < gridSize; g++) {
                boolean jump = score[g] < top - JUMP_COST;
                back[t][g] = jump ? JUMP : (byte) (from[g] - g);
                // relative to the best, so that scores stay small however long the recording
                score[g] = (jump ? -JUMP_COST : score[g] - top) + gain[g];
            }
        }
        return argMax(score);
    }

    /** Replaces each score by the best of all, less the price of moving from there, and says where that was. */
    private void sweep(float[] score, int[] from) {
        from[0] = 0;
        for (int g = 1; g < gridSize; g++) {
            float moved = score[g - 1] - stepCost;
            boolean better = moved > score[g];
            score[g] = better ? moved : score[g];
            from[g] = better ? from[g - 1] : g;
        }
        for (int g = gridSize - 2; g >= 0; g--) {
            float moved = score[g + 1] - stepCost;
            if (moved > score[g]) {
                score[g] = moved;
                from[g] = from[g + 1];
            }
        }
    }

    private static void gains(short[] frame, float loud, float[] gain) {
        float max = 0;
        for (int g = 0; g < gain.length; g++) {
            gain[g] = Float.float16ToFloat(frame[g]);
            max = Math.max(max, gain[g]);
        }
        float scale = 1 / (max + loud);
        for (int g = 0; g < gain.length; g++) {
            gain[g] *= scale;
        }
    }

    private static int argMax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    private double interpolated(short[] frame, int state) {
        if (state == 0 || state == gridSize - 1) {
            return state;
        }
        float low = Float.float16ToFloat(frame[state - 1]);
        float high = Float.float16ToFloat(frame[state + 1]);
        float bend = 2 * Float.float16ToFloat(frame[state]) - low - high;
        return bend > 0 ? state + Math.clamp(0.5 * (high - low) / bend, -0.5, 0.5) : state;
    }

    private static float[] smoothed(float[] values) {
        float[] mean = new float[values.length];
        for (int t = 0; t < values.length; t++) {
            int from = Math.max(0, t - SMOOTHING_FRAMES);
            int to = Math.min(values.length - 1, t + SMOOTHING_FRAMES);
            float sum = 0;
            for (int u = from; u <= to; u++) {
                sum += values[u];
            }
            mean[t] = sum / (to - from + 1);
        }
        return mean;
    }
}
