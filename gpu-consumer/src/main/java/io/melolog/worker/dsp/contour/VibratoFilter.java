package io.melolog.worker.dsp.contour;

import java.util.Arrays;

/**
 * Takes vibrato out of a contour: where local extremes alternate regularly at 4 to 8 cycles a second, the pitch is replaced
 * by the middle between the line through the maxima and the line through the minima. What is not regular (single turns,
 * glides, note changes) stays as it is, so that boundaries keep their sharpness, unlike under an average over a cycle.
 *
 * <p>The rates are those of trained and untrained singers (Prame 1994, "Measurements of the vibrato rate of ten singers").
 * Immutable.
 *
 * @param minHalfCycleSeconds shortest time between neighbouring extremes
 * @param maxHalfCycleSeconds longest
 * @param maxExtentSemitones largest distance between neighbouring extremes
 * @param minHalfCycles regular half cycles in a row that make a vibrato
 */
public record VibratoFilter(
        double minHalfCycleSeconds, double maxHalfCycleSeconds, double maxExtentSemitones, int minHalfCycles) {

    public static final VibratoFilter STANDARD = new VibratoFilter(0.05, 0.135, 3.0, 3);

    /** Most by which the extents, or the lengths, of neighbouring half cycles differ. */
    private static final double REGULARITY = 2.2;

    /** Smaller wiggles are left alone: they do not disturb anything. */
    private static final double MIN_EXTENT_SEMITONES = 0.1;

    private static final double MAX_STEP_SEMITONES = 1.2;

    /** The contour without its vibrato; voicing stays as it is. */
    public Contour apply(Contour contour) {
        float[] out = contour.midi();
        int start = 0;
        while (start < out.length) {
            int end = start;
            while (end < out.length && contour.voiced(end) && (end == start || joined(contour, end))) {
                end++;
            }
            if (end > start) {
                run(contour, start, end, out);
            }
            start = Math.max(end, start + 1);
        }
        return contour.withMidi(out);
    }

    private static boolean joined(Contour contour, int frame) {
        return Math.abs(contour.midi(frame) - contour.midi(frame - 1)) < MAX_STEP_SEMITONES;
    }

    /** One stretch without gaps or leaps. */
    private void run(Contour contour, int from, int to, float[] out) {
        int[] extreme = extremes(contour, from, to);
        int first = 0;
        while (first + 1 < extreme.length) {
            int last = first;
            while (last + 1 < extreme.length && regular(contour, extreme, first, last)) {
                last++;
            }
            if (last - first >= minHalfCycles) {
                flatten(contour, extreme, first, last, out);
            }
            first = Math.max(last, first + 1);
        }
    }

    /** Whether the half cycle after {@code last} continues the vibrato that began at {@code first}. */
    private boolean regular(Contour c, int[] extreme, int first, int last) {
        double length = (extreme[last + 1] - extreme[last]) * c.hopSeconds();
        double extent = Math.abs(c.midi(extreme[last + 1]) - c.midi(extreme[last]));
        if (length < minHalfCycleSeconds || length > maxHalfCycleSeconds || extent > maxExtentSemitones) {
            return false;
        }
        if (last == first) {
            return true;
        }
        double lengthBefore = (extreme[last] - extreme[last - 1]) * c.hopSeconds();
        double extentBefore = Math.abs(c.midi(extreme[last]) - c.midi(extreme[last - 1]));
        return similar(length, lengthBefore) && similar(extent, extentBefore);
    }

    private static boolean similar(double a, double b) {
        return Math.max(a, b) < REGULARITY * Math.min(a, b);
    }

    /** Indices of alternating minima and maxima, hysteresis {@link #MIN_EXTENT_SEMITONES}. */
    private static int[] extremes(Contour c, int from, int to) {
        int[] found = new int[to - from];
        int count = 0;
        int candidate = from;
        int direction = 0;
        for (int i = from + 1; i < to; i++) {
            double delta = c.midi(i) - c.midi(candidate);
            if (direction == 0) {
                if (Math.abs(delta) > MIN_EXTENT_SEMITONES) {
                    direction = delta > 0 ? 1 : -1;
                    candidate = i;
                }
            } else if (delta * direction > 0) {
                candidate = i;
            } else if (-delta * direction > MIN_EXTENT_SEMITONES) {
                found[count++] = candidate;
                direction = -direction;
                candidate = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static void flatten(Contour c, int[] extreme, int first, int last, float[] out) {
        for (int k = first; k < last; k++) {
            for (int i = extreme[k]; i < extreme[k + 1]; i++) {
                out[i] = (float) middle(c, extreme, first, last, k, i);
            }
        }
        out[extreme[last]] = (float) middle(c, extreme, first, last, last - 1, extreme[last]);
    }

    /** Half way between the envelopes at frame {@code i}, which lies between the extremes {@code k} and {@code k + 1}. */
    private static double middle(Contour c, int[] extreme, int first, int last, int k, int i) {
        double one = line(c, extreme, Math.max(first, k), k + 2 <= last ? k + 2 : k, i);
        double other = line(c, extreme, k - 1 >= first ? k - 1 : k + 1, k + 1, i);
        return (one + other) / 2;
    }

    private static double line(Contour c, int[] extreme, int a, int b, int i) {
        double left = c.midi(extreme[a]);
        if (a == b) {
            return left;
        }
        double share = (double) (i - extreme[a]) / (extreme[b] - extreme[a]);
        return left + share * (c.midi(extreme[b]) - left);
    }
}
