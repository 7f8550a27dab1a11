package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.ArrayList;
import java.util.List;

/**
 * Where notes are loud enough to be heard. A note ends where its level has fallen by 16 dB from its peak: dry notes fall
 * fast, so that the figure hardly matters, and in rooms it stands between the note and its reverberation. A note that falls
 * so far and comes back is two notes. A note after a rest begins where its voicing does, however far the pitch slides
 * into it.
 */
final class AudibleSpan {
    private static final double FALL_DB = 16;
    private static final int ATTACK_FRAMES = 2;
    private static final double SCOOP_SECONDS = 0.14;
    private static final double SCOOP_FALL_DB = 12;
    private static final double SCOOP_STEP_SEMITONES = 1;

    private AudibleSpan() {}

    static List<Segment> of(List<Segment> segments, Contour contour, int leastFrames) {
        List<Segment> audible = new ArrayList<>();
        int previousEnd = 0;
        for (Segment segment : segments) {
            Segment whole = segment.between(scoop(contour, segment, previousEnd), segment.to());
            previousEnd = segment.to();
            pieces(contour, whole, leastFrames, audible);
        }
        return audible;
    }

    /** The first frame of the slide into a note. */
    private static int scoop(Contour contour, Segment segment, int previousEnd) {
        int limit = Math.max(previousEnd, segment.from() - contour.frames(SCOOP_SECONDS));
        float peak = peakDb(contour, segment.from(), Math.min(segment.to(), segment.from() + 10));
        int t = segment.from();
        while (t > limit
                && contour.voiced(t - 1)
                && contour.levelDb(t - 1) > peak - SCOOP_FALL_DB
                && !(Math.abs(contour.midi(t - 1) - contour.midi(t)) >= SCOOP_STEP_SEMITONES)) {
            t--;
        }
        return t;
    }

    private static void pieces(Contour contour, Segment segment, int leastFrames, List<Segment> out) {
        float threshold = peakDb(contour, segment.from(), segment.to()) - (float) FALL_DB;
        int start = -1;
        for (int t = segment.from(); t <= segment.to(); t++) {
            boolean heard = t < segment.to() && contour.levelDb(t) >= threshold;
            if (heard && start < 0) {
                // A note does not begin at full level.
                start = t - segment.from() <= ATTACK_FRAMES ? segment.from() : t;
            } else if (!heard && start >= 0) {
                if (t - start >= leastFrames) {
                    out.add(segment.between(start, t));
                }
                start = -1;
            }
        }
    }

    private static float peakDb(Contour contour, int from, int to) {
        float peak = Float.NEGATIVE_INFINITY;
        for (int t = from; t < to; t++) {
            peak = Math.max(peak, contour.levelDb(t));
        }
        return peak;
    }
}
