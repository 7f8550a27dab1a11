package io.melolog.worker.dsp.onset;

import io.melolog.worker.dsp.contour.Contour;
import java.util.Arrays;

/**
 * How unsteady the pitch of a source is: the standard deviation over half a second, in its median over eight seconds. A
 * voice's own movement changes the spectrum all the time, so that a change says less about onsets than with a flute.
 */
final class PitchWobble {
    /** Distance between values, frames. */
    static final int STEP = 8;

    private static final double HALF_WINDOW_SECONDS = 0.29;
    private static final double HALF_BACKGROUND_SECONDS = 4;
    /** Farther from the median is another note. */
    private static final double SAME_NOTE_SEMITONES = 1.5;

    private static final int MIN_FRAMES = 8;

    private PitchWobble() {}

    /** Semitones, one value for every {@link #STEP} frames. */
    static float[] of(Contour contour) {
        float[] wobble = new float[(contour.frames() + STEP - 1) / STEP];
        int half = contour.frames(HALF_WINDOW_SECONDS);
        float[] window = new float[2 * half + 1];
        float last = 0;
        for (int i = 0; i < wobble.length; i++) {
            int count = 0;
            int end = Math.min(contour.frames() - 1, STEP * i + half);
            for (int t = Math.max(0, STEP * i - half); t <= end; t++) {
                if (contour.voiced(t)) {
                    window[count++] = contour.midi(t);
                }
            }
            if (count > MIN_FRAMES) {
                last = deviation(window, count);
            }
            wobble[i] = last;
        }
        return RunningMedian.of(wobble, contour.frames(HALF_BACKGROUND_SECONDS) / STEP);
    }

    /** Around the median, of what lies near it. Sorts its argument. */
    private static float deviation(float[] window, int count) {
        Arrays.sort(window, 0, count);
        float median = window[count / 2];
        double sum = 0;
        double squares = 0;
        int near = 0;
        for (int k = 0; k < count; k++) {
            double d = window[k] - median;
            if (Math.abs(d) < SAME_NOTE_SEMITONES) {
                sum += d;
                squares += d * d;
                near++;
            }
        }
        double mean = sum / near;
        return (float) Math.sqrt(Math.max(0, squares / near - mean * mean));
    }
}
