package io.melolog.worker.dsp.beat;

import java.util.Arrays;

/**
 * How melodies divide the beat: for each place where the last note began, how likely the next begins at each later place. Places are twelfths of a
 * beat. The probabilities are rounded shares counted in 5,000 folk songs of the Essen collection (4/4, 3/4, 2/4; compound: 6/8), with
 * syncopation and sixteenths made somewhat more likely, because songs of today have more of them.
 */
public enum Subdivision {
    /** Halves and quarters of the beat, triplets as a rarity. */
    SIMPLE(0, new int[] {0, 3, 4, 6, 8, 9}) {
        @Override
        double hazard(int place, int last) {
            return switch (place) {
                case 0 -> last == NONE || last == 0 ? 0.72 : last == 3 || last == 4 ? 0.5 : 0.97;
                case 3 -> last == 0 ? 0.05 : 0.01;
                case 4 -> last == 3 ? 0 : last == 0 ? 0.006 : 0.002;
                case 6 -> last == 4 ? 0 : last == 3 ? 0.8 : 0.33;
                case 8 -> last == 3 || last == 6 ? 0 : last == 4 ? 0.95 : last == 0 ? 0.004 : 0.001;
                case 9 -> last == 4 || last == 8 ? 0 : last == 3 ? 0.5 : last == 6 ? 0.10 : last == 0 ? 0.06 : 0.01;
                default -> 0;
            };
        }
    },
    /** Hardly ever divided: hymns, and melodies in quarters. */
    PLAIN(0, new int[] {0, 3, 4, 6, 8, 9}) {
        @Override
        double hazard(int place, int last) {
            return switch (place) {
                case 0 -> last == NONE || last == 0 ? 0.82 : last == 3 || last == 4 ? 0.5 : 0.97;
                case 3 -> 0.002;
                case 4 -> last == 3 ? 0 : 0.002;
                case 6 -> last == 4 ? 0 : last == 3 ? 0.8 : 0.09;
                case 8 -> last == 3 || last == 6 ? 0 : last == 4 ? 0.95 : 0.002;
                case 9 -> last == 4 || last == 8 ? 0 : last == 3 ? 0.5 : 0.03;
                default -> 0;
            };
        }
    },
    /** Halves of the beat all the time. */
    FLOWING(-1, new int[] {0, 3, 4, 6, 8, 9}) {
        @Override
        double hazard(int place, int last) {
            return switch (place) {
                case 0 -> last == NONE || last == 0 ? 0.72 : last == 3 || last == 4 ? 0.5 : 0.97;
                case 3 -> last == 0 ? 0.04 : 0.01;
                case 4 -> last == 3 ? 0 : 0.003;
                case 6 -> last == 4 ? 0 : 0.7;
                case 8 -> last == 3 || last == 6 ? 0 : last == 4 ? 0.95 : 0.002;
                case 9 -> last == 4 || last == 8 ? 0 : last == 3 ? 0.5 : last == 6 ? 0.08 : 0.05;
                default -> 0;
            };
        }
    },
    /** Down to quarters of the beat all the time. */
    BUSY(-4, new int[] {0, 3, 4, 6, 8, 9}) {
        @Override
        double hazard(int place, int last) {
            return switch (place) {
                case 0 -> last == NONE || last == 0 ? 0.65 : last == 9 ? 0.9 : 0.75;
                case 3 -> last == 0 ? 0.3 : 0.1;
                case 4 -> last == 3 ? 0 : 0.004;
                case 6 -> last == 4 ? 0 : last == 3 ? 0.85 : 0.45;
                case 8 -> last == 3 || last == 6 ? 0 : last == 4 ? 0.9 : 0.003;
                case 9 -> last == 4 || last == 8 ? 0 : last == 6 ? 0.45 : last == 3 ? 0.5 : 0.2;
                default -> 0;
            };
        }
    },
    /** Thirds and sixths of the beat, as in 6/8. */
    COMPOUND(-2, new int[] {0, 2, 4, 6, 8, 10}) {
        @Override
        double hazard(int place, int last) {
            return switch (place) {
                case 0 -> last == NONE ? 0.66 : last == 0 ? 0.5 : last == 4 ? 0.25 : 0.98;
                case 2 -> last == 0 ? 0.02 : 0.005;
                case 4 -> last == 2 ? 0.9 : last == 0 ? 0.30 : 0.06;
                case 6 -> last == 0 ? 0.11 : last == 4 ? 0.03 : last == NONE ? 0.004 : 0.3;
                case 8 -> last == NONE ? 0.6 : last == 0 ? 0.76 : last == 6 ? 0.98 : 0.95;
                case 10 -> last == 8 ? 0.07 : last == 6 ? 0.3 : last == 4 ? 0.04 : 0.005;
                default -> 0;
            };
        }
    };

    /** Places per beat. */
    public static final int TICKS_PER_BEAT = 12;

    private static final int NONE = -1;
    /** Beats of silence that count; longer ones cost no more. */
    private static final int MAX_EMPTY_BEATS = 4;

    private final double logShare;
    private final int[] places;
    private final double[][] logWithinReach = new double[TICKS_PER_BEAT][];
    private final double logEmptyBeat;

    Subdivision(double logShare, int[] places) {
        this.logShare = logShare;
        this.places = places;
        double empty = 0;
        for (int place : places) {
            empty += Math.log1p(-hazard(place, NONE));
        }
        logEmptyBeat = empty;
        for (int from : places) {
            logWithinReach[from] = reach(from);
        }
    }

    /** The probability that a note begins at a place, given where in this beat the last one began. */
    abstract double hazard(int place, int last);

    /** Log of how common it is, beside the commonest. */
    double logShare() {
        return logShare;
    }

    /** Places of the beat where notes may begin, rising from 0. */
    int[] places() {
        return places.clone();
    }

    /** Whether notes may begin at a tick, counted from a beat. */
    boolean allows(int tick) {
        return Arrays.binarySearch(places, Math.floorMod(tick, TICKS_PER_BEAT)) >= 0;
    }

    /** How often melodies begin at a place: mostly on a beat, or the shortest upbeat before one. */
    double startShare(int place) {
        int upbeat = this == COMPOUND ? 8 : 6;
        return place == 0 ? 0.78 : place == upbeat ? 0.18 : 0.01;
    }

    /** Log probability that the next note begins {@code ticks} after one at the place {@code from} of its beat. */
    double logNext(int from, long ticks) {
        double[] near = logWithinReach[from];
        if (ticks < near.length) {
            return near[(int) ticks];
        }
        int tail = near.length - TICKS_PER_BEAT + (int) ((ticks - near.length) % TICKS_PER_BEAT);
        long beatsMore = (ticks - tail) / TICKS_PER_BEAT;
        return near[tail] + logEmptyBeat * Math.min(beatsMore, MAX_EMPTY_BEATS);
    }

    /** Log probabilities up to the end of the second beat after this one's end. */
    private double[] reach(int from) {
        double[] log = new double[3 * TICKS_PER_BEAT - from];
        Arrays.fill(log, Double.NEGATIVE_INFINITY);
        double soFar = 0;
        int last = from;
        for (int tick = 1; tick < log.length; tick++) {
            int place = (from + tick) % TICKS_PER_BEAT;
            // The first beat after a late note is still its answer: a dotted eighth's sixteenth leads to the beat.
            double hazard = hazard(place, last);
            if (hazard > 0) {
                log[tick] = soFar + Math.log(hazard);
                soFar += Math.log1p(-hazard);
            }
            if (place == 0) {
                last = NONE;
            }
        }
        return log;
    }
}
