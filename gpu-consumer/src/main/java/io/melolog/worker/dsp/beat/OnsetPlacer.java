package io.melolog.worker.dsp.beat;

import java.util.Arrays;

/**
 * Puts onsets on beats that are known: the likeliest places by {@link Subdivision} and a normal deviation, by Viterbi's algorithm. Onsets that are closer
 * than the grid share a place: all but the last are grace notes.
 */
public final class OnsetPlacer {
    private static final double JITTER_SECONDS = 0.035;
    private static final double LOG_GRACE = -6;
    private static final int REACH_TICKS = 6;

    private OnsetPlacer() {}

    /**
     * Places that explain the onsets best.
     *
     * @param ticks twelfths of a beat, never falling, 0 or more
     * @param logLikelihood of places and deviations, nats
     */
    public record Placement(int[] ticks, Subdivision subdivision, double logLikelihood) {}

    /**
     * The best placement over all subdivisions.
     *
     * @param beats where each onset lies on the beat, rising
     */
    public static Placement place(double[] beats, double periodSeconds) {
        Placement best = null;
        for (Subdivision subdivision : Subdivision.values()) {
            Placement one = new Search(beats, periodSeconds, subdivision).run();
            if (best == null || one.logLikelihood() > best.logLikelihood()) {
                best = one;
            }
        }
        if (best == null) {
            throw new IllegalStateException("there are subdivisions");
        }
        return best;
    }

    private static final class Search {
        private static final int CANDIDATES = 2 * REACH_TICKS + 1;

        private final double[] beats;
        private final double jitterTicks;
        private final Subdivision subdivision;
        private final int[] base;
        private final byte[][] cameFrom;

        Search(double[] beats, double periodSeconds, Subdivision subdivision) {
            this.beats = beats;
            this.jitterTicks = JITTER_SECONDS / periodSeconds * Subdivision.TICKS_PER_BEAT;
            this.subdivision = subdivision;
            this.base = Arrays.stream(beats)
                    .mapToInt(b -> (int) Math.rint(b * Subdivision.TICKS_PER_BEAT) - REACH_TICKS)
                    .toArray();
            this.cameFrom = new byte[beats.length][CANDIDATES];
        }

        Placement run() {
            if (beats.length == 0) {
                return new Placement(new int[0], subdivision, subdivision.logShare());
            }
            double[] now = new double[CANDIDATES];
            for (int c = 0; c < CANDIDATES; c++) {
                int place = Math.floorMod(base[0] + c, Subdivision.TICKS_PER_BEAT);
                now[c] = deviation(0, c) + Math.log(subdivision.startShare(place));
            }
            for (int n = 1; n < beats.length; n++) {
                now = step(n, now);
            }
            return trace(now);
        }

        private double[] step(int n, double[] now) {
            double[] next = new double[CANDIDATES];
            for (int c = 0; c < CANDIDATES; c++) {
                double best = Double.NEGATIVE_INFINITY;
                double deviation = deviation(n, c);
                for (int b = 0; b < CANDIDATES; b++) {
                    boolean possible = Math.min(now[b], deviation) > Double.NEGATIVE_INFINITY;
                    double log = possible ? now[b] + transition(base[n - 1] + b, base[n] + c) : now[b];
                    if (possible && log > best) {
                        best = log;
                        cameFrom[n][c] = (byte) b;
                    }
                }
                next[c] = best + deviation;
            }
            return next;
        }

        private double transition(int from, int to) {
            if (to <= from) {
                return to == from ? LOG_GRACE : Double.NEGATIVE_INFINITY;
            }
            return subdivision.logNext(Math.floorMod(from, Subdivision.TICKS_PER_BEAT), to - from);
        }

        /** Of an onset from a candidate, and whether notes begin there at all. */
        private double deviation(int n, int c) {
            int tick = base[n] + c;
            if (tick < 0 || !subdivision.allows(tick)) {
                return Double.NEGATIVE_INFINITY;
            }
            double ticks = (beats[n] * Subdivision.TICKS_PER_BEAT - tick) / jitterTicks;
            return -0.5 * ticks * ticks;
        }

        private Placement trace(double[] last) {
            int c = 0;
            for (int i = 1; i < CANDIDATES; i++) {
                c = last[i] > last[c] ? i : c;
            }
            double log = last[c] + subdivision.logShare();
            int[] ticks = new int[beats.length];
            for (int n = beats.length - 1; n >= 0; n--) {
                ticks[n] = base[n] + c;
                c = cameFrom[n][c];
            }
            return new Placement(ticks, subdivision, log);
        }
    }
}
