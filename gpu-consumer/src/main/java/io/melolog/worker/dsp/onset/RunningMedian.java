package io.melolog.worker.dsp.onset;

import java.util.Arrays;

/** Medians over a window that moves, computed at every fourth place and held between: backgrounds change slowly. */
final class RunningMedian {
    private static final int STEP = 4;

    private RunningMedian() {}

    /** The medians of {@code values[i - half .. i + half]}, as far as the array goes. */
    static float[] of(float[] values, int half) {
        float[] medians = new float[values.length];
        float[] window = new float[2 * half + 1];
        for (int i = 0; i < values.length; i += STEP) {
            int from = Math.max(0, i - half);
            int count = Math.min(values.length, i + half + 1) - from;
            System.arraycopy(values, from, window, 0, count);
            Arrays.sort(window, 0, count);
            Arrays.fill(medians, i, Math.min(values.length, i + STEP), window[count / 2]);
        }
        return medians;
    }
}
