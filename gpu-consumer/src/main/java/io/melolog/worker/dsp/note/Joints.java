package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.List;

/**
 * Puts the boundary between notes that follow each other closely to where a listener hears it. Either the first one is
 * joined to the second (legato, or a voiced consonant), or there is a short rest between (an unvoiced consonant, a
 * breath). Which of the two is a matter of probability, by how deep the level dips and how long the periodicity is lost;
 * the onset is the mean of both cases' onsets, so that doubt costs half an error and not a whole one.
 */
final class Joints {
    private static final double LONGEST_GAP_SECONDS = 0.165;
    private static final double BEFORE_SECONDS = 0.093;
    private static final double AFTER_SECONDS = 0.058;
    private static final double GLIDE_SECONDS = 0.14;
    private static final int LEAST_FRAMES = 3;
    private static final double SAME_PITCH_SEMITONES = 0.5;

    private static final double REST_BIAS = -2.2;
    private static final double REST_PER_DIP_DB = 0.29;
    private static final double REST_PER_APERIODICITY_DB = 0.21;

    private final Contour contour;
    private final Contour smooth;

    Joints(Contour contour, Contour smooth) {
        this.contour = contour;
        this.smooth = smooth;
    }

    /** Moves the boundaries in place. */
    void settle(List<Segment> segments) {
        for (int i = 1; i < segments.size(); i++) {
            Segment first = segments.get(i - 1);
            Segment second = segments.get(i);
            if (second.from() - first.to() > contour.frames(LONGEST_GAP_SECONDS)) {
                continue;
            }
            double rest = restProbability(first.to(), second.from());
            int onset = (int) Math.rint(rest * second.from() + (1 - rest) * joined(first, second));
            if (onset < first.from() + LEAST_FRAMES || onset > second.to() - LEAST_FRAMES) {
                continue;
            }
            segments.set(i, second.between(onset, second.to()));
            segments.set(i - 1, first.between(first.from(), rest > 0.5 ? Math.min(first.to(), onset) : onset));
        }
    }

    /** Where the second note begins if there is no rest before it, frames. */
    private double joined(Segment first, Segment second) {
        int gap = second.from() - first.to();
        int at = (first.to() + second.from()) / 2;
        if (gap <= 2 && Math.abs(first.midi() - second.midi()) >= SAME_PITCH_SEMITONES) {
            at = crossing(first, second);
        }
        int from = Math.max(first.from() + LEAST_FRAMES, Math.min(first.to(), at - contour.frames(BEFORE_SECONDS)));
        int to = Math.min(second.to() - LEAST_FRAMES, Math.max(second.from(), at + contour.frames(AFTER_SECONDS)));
        return to > from ? Articulation.in(contour, from, to).onset(contour, from) : at;
    }

    /** The frame that best divides the pitches nearer to the first note from those nearer to the second. */
    private int crossing(Segment first, Segment second) {
        double middle = (first.midi() + second.midi()) / 2;
        boolean up = second.midi() > first.midi();
        int reach = contour.frames(GLIDE_SECONDS);
        int from = Math.max(first.from(), second.from() - reach);
        int to = Math.min(second.to(), second.from() + reach);
        int wrong = 0;
        for (int t = from; t < to; t++) {
            wrong += smooth.voiced(t) && smooth.midi(t) > middle != up ? 1 : 0;
        }
        int best = from;
        int fewest = wrong;
        for (int t = from; t < to; t++) {
            if (smooth.voiced(t)) {
                wrong += smooth.midi(t) > middle == up ? 1 : -1;
            }
            boolean nearer = Math.abs(t + 1 - second.from()) < Math.abs(best - second.from());
            if (wrong < fewest || wrong == fewest && nearer) {
                fewest = wrong;
                best = t + 1;
            }
        }
        return best;
    }

    /** The probability that the voice pauses between two frames. */
    private double restProbability(int from, int to) {
        int margin = to - from < LEAST_FRAMES ? 4 : 2;
        int end = Math.min(contour.frames() - 1, to + margin - 2);
        int start = Math.max(0, from - margin);
        float low = Float.POSITIVE_INFINITY;
        for (int t = start; t <= end; t++) {
            low = Math.min(low, contour.levelDb(t));
        }
        float before = Float.NEGATIVE_INFINITY;
        float after = Float.NEGATIVE_INFINITY;
        for (int k = 1; k <= contour.frames(BEFORE_SECONDS); k++) {
            before = Math.max(before, contour.levelDb(Math.max(0, from - k)));
            after = Math.max(after, contour.levelDb(Math.min(contour.frames() - 1, to + k - 1)));
        }
        double odds = REST_BIAS
                + REST_PER_DIP_DB * (Math.min(before, after) - low)
                + REST_PER_APERIODICITY_DB * thirdWorstPeriodicity(start, end);
        return 1 / (1 + Math.exp(-odds));
    }

    /** What at least three frames reach: one or two bad ones are a fast glide. */
    private float thirdWorstPeriodicity(int start, int end) {
        float[] worst = {-100, -100, -100};
        for (int t = start; t <= end; t++) {
            float a = contour.aperiodicityDb(t);
            for (int k = 0; k < worst.length; k++) {
                if (a > worst[k]) {
                    float pushed = worst[k];
                    worst[k] = a;
                    a = pushed;
                }
            }
        }
        return worst[2];
    }
}
