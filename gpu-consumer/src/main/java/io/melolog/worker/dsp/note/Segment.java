package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.Arrays;

/**
 * A note while it is being made.
 *
 * @param from first frame
 * @param to the frame after the last
 * @param midi pitch, semitones
 */
record Segment(int from, int to, double midi) {
    private static final int MOST_FRAMES_SKIPPED = 5;

    int frames() {
        return to - from;
    }

    Segment between(int newFrom, int newTo) {
        return new Segment(newFrom, newTo, midi);
    }

    /** The note between two frames, with the median pitch of its middle; NaN when nothing there is voiced. */
    static Segment of(Contour smooth, int from, int to) {
        int skip = Math.min(MOST_FRAMES_SKIPPED, (to - from) / 4);
        return new Segment(from, to, median(smooth, from + skip, to - skip / 2));
    }

    /** The same with the median pitch of the whole, which is what a listener with a tuner would write down. */
    Segment retuned(Contour smooth) {
        double whole = median(smooth, from, to);
        return Double.isNaN(whole) ? this : new Segment(from, to, whole);
    }

    private static double median(Contour smooth, int from, int to) {
        float[] pitch = new float[to - from];
        int count = 0;
        for (int t = from; t < to; t++) {
            if (smooth.voiced(t)) {
                pitch[count++] = smooth.midi(t);
            }
        }
        Arrays.sort(pitch, 0, count);
        return count == 0 ? Double.NaN : pitch[count / 2];
    }
}
