package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.List;

/**
 * Gives the slide into a note to the note. What begins after a rest, is short, never holds a pitch and rises towards the
 * note that follows at once is how that note is begun, and no note of its own.
 */
final class Slides {
    private static final double LONGEST_SECONDS = 0.12;
    private static final double REST_SECONDS = 0.03;
    private static final int NEARLY_JOINED_FRAMES = 2;
    private static final double LEAST_MOVE_SEMITONES = 0.6;
    private static final double LEAST_STEP_SEMITONES = 0.15;

    private Slides() {}

    /** Merges in place. */
    static void merge(List<Segment> segments, Contour smooth) {
        for (int i = segments.size() - 2; i >= 0; i--) {
            Segment slide = segments.get(i);
            Segment note = segments.get(i + 1);
            int restBefore = slide.from() - (i > 0 ? segments.get(i - 1).to() : 0);
            boolean apart = i == 0 || restBefore >= smooth.frames(REST_SECONDS);
            boolean shortOne = slide.frames() <= smooth.frames(LONGEST_SECONDS)
                    && note.from() - slide.to() <= NEARLY_JOINED_FRAMES;
            if (apart && shortOne && slidesTo(smooth, slide, note.midi())) {
                segments.set(i + 1, note.between(slide.from(), note.to()));
                segments.remove(i);
            }
        }
    }

    /** Whether the pitch of each third of the segment is clearly higher than that of the third before, below the goal. */
    private static boolean slidesTo(Contour smooth, Segment slide, double goal) {
        int third = Math.max(1, slide.frames() / 3);
        double first = mean(smooth, slide.from(), slide.from() + third);
        double second = mean(smooth, slide.from() + third, slide.to() - third);
        double last = mean(smooth, slide.to() - third, slide.to());
        return second - first > LEAST_STEP_SEMITONES
                && last - second > LEAST_STEP_SEMITONES
                && last - first > LEAST_MOVE_SEMITONES
                && goal > last;
    }

    private static double mean(Contour smooth, int from, int to) {
        double sum = 0;
        int count = 0;
        for (int t = from; t < to; t++) {
            if (smooth.voiced(t)) {
                sum += smooth.midi(t);
                count++;
            }
        }
        return sum / count;
    }
}
