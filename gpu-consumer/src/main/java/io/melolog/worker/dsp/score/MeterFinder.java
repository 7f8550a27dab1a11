package io.melolog.worker.dsp.score;

import java.util.Arrays;
import java.util.List;

/**
 * Metre and downbeats of a melody whose beats are known.
 *
 * <p>Each beat is one of six events: no onset, or an onset after which the next comes within the beat, after one, within two, after two, later. For each
 * place in the bar a table says how much commoner the event is there than in the bar as a whole (long notes on the first beat, nothing begins after a
 * long one: Temperley's event and length rules, "The Cognition of Basic Musical Structures", 2001, chapter 2). The tables are logarithms of
 * shares counted in 2,000 songs of the Essen collection. To their sum come: how much more the rhythm repeats at the distance of bars than at others,
 * where the first and last note lie, accents of an accompaniment, and a preference for 4/4.
 */
final class MeterFinder {
    private static final int EVENTS = 6;
    /** Beats are not independent of each other, so what they say together is worth less than its sum. */
    private static final double RHYTHM_WEIGHT = 0.5;

    private static final double REPEAT_WEIGHT = 0.5;
    private static final int LONGEST_LAG = 16;
    /** More than chance makes of the square root of beats times a difference of shares, in one song in fifty. */
    private static final double CLEARLY = 0.9;

    /** Songs do not last so long that more bars tell more. */
    private static final int MAX_BEATS = 4096;

    private static final double[][] FOUR = {
        {-2.5, -0.4, -0.1, 0.9, 0.6, 1.1},
        {0.8, 0.0, -0.2, -1.6, -0.4, -1.4},
        {-0.1, -0.3, 0.1, 0.1, 0.3, -0.4},
        {-0.1, 0.5, 0.1, -2.0, -2.1, -1.8}
    };
    private static final double[][] THREE = {
        {-2.6, -0.1, -0.2, 0.8, 0.9, 0.9}, {0.8, -0.6, -0.1, -0.3, -0.8, -1.0}, {-0.4, 0.4, 0.2, -2.0, -2.3, -1.6}
    };
    private static final double[][] TWO = {{-1.7, 0.0, 0.0, 0.6, 0.6, 0.2}, {0.6, 0.0, 0.0, -1.4, -1.3, -0.2}};

    private static final List<Candidate> SIMPLE = List.of(
            new Candidate(Meter.COMMON, FOUR, 0, new double[] {4, -2, -1, 0}, new double[] {0.8, -0.9, 0.1, -1.2}),
            new Candidate(Meter.WALTZ, THREE, -2.5, new double[] {3, -2.4, 0}, new double[] {0.8, -0.7, -1.3}));
    private static final List<Candidate> COMPOUND =
            List.of(new Candidate(Meter.JIG, TWO, 0, new double[] {1.5, -0.9}, new double[] {0.4, -0.4}));
    private static final List<Candidate> TRIPLE =
            List.of(new Candidate(Meter.WALTZ, THREE, 0, new double[] {3, -2.4, 0}, new double[] {0.8, -0.7, -1.3}));

    private MeterFinder() {}

    /** @param downbeat the first beat of a bar, 0..beats of the bar - 1 */
    record Found(Meter meter, int downbeat) {}

    private record Candidate(Meter meter, double[][] table, double prior, double[] first, double[] last) {
        int beats() {
            return table.length;
        }
    }

    /** How the beat is divided, and so which metres there are. */
    enum Kind {
        SIMPLE(MeterFinder.SIMPLE),
        COMPOUND(MeterFinder.COMPOUND),
        /** Thirds of a slow beat that are beats themselves. */
        TRIPLE(MeterFinder.TRIPLE);

        private final List<Candidate> candidates;

        Kind(List<Candidate> candidates) {
            this.candidates = candidates;
        }
    }

    /**
     * The likeliest metre.
     *
     * @param places onsets in beats, rising
     * @param accents for each beat from 0 on how strong an accompaniment's accent on it is, 0 = average; empty for none
     */
    static Found find(double[] places, Kind kind, double[] accents) {
        if (places.length == 0) {
            return new Found(Meter.COMMON, 0);
        }
        int from = (int) Math.floor(places[0] + 1e-6);
        int to = (int) Math.min((long) from + MAX_BEATS, (long) Math.floor(places[places.length - 1] + 1e-6));
        int[] events = events(places, from, to);
        double[] repeats = repeats(events);
        Found best = new Found(Meter.COMMON, 0);
        double bestScore = Double.NEGATIVE_INFINITY;
        for (Candidate candidate : kind.candidates) {
            for (int downbeat = 0; downbeat < candidate.beats(); downbeat++) {
                double score = candidate.prior()
                        + RHYTHM_WEIGHT * rhythm(events, from, candidate, downbeat)
                        + REPEAT_WEIGHT * events.length * excess(repeats, candidate.beats())
                        + candidate
                                .first()[Math.floorMod((int) Math.ceil(places[0] - 1e-6) - downbeat, candidate.beats())]
                        + candidate.last()[Math.floorMod(to - downbeat, candidate.beats())]
                        + accent(accents, candidate.beats(), downbeat);
                if (score > bestScore) {
                    bestScore = score;
                    best = new Found(candidate.meter(), downbeat);
                }
            }
        }
        return best.meter().equals(Meter.COMMON) && halves(repeats, events.length)
                ? new Found(Meter.MARCH, best.downbeat() % 2)
                : best;
    }

    /** Whether what repeats after whole bars of four repeats as well after half a bar more: then the bar has two beats. */
    private static boolean halves(double[] repeats, int beats) {
        double whole = 0;
        double half = 0;
        for (int lag = 4; lag <= LONGEST_LAG; lag += 4) {
            whole += repeats[lag] / 4;
            half += repeats[lag - 2] / 4;
        }
        return beats >= 2 * LONGEST_LAG && (half - whole) * Math.sqrt(beats) > CLEARLY;
    }

    private static double rhythm(int[] events, int from, Candidate candidate, int downbeat) {
        double sum = 0;
        for (int i = 0; i < events.length; i++) {
            sum += candidate.table()[Math.floorMod(from + i - downbeat, candidate.beats())][events[i]];
        }
        return sum;
    }

    private static double accent(double[] accents, int beatsPerBar, int downbeat) {
        double sum = 0;
        for (int i = downbeat; i < accents.length; i += beatsPerBar) {
            sum += accents[i];
        }
        return sum;
    }

    private static int[] events(double[] places, int from, int to) {
        int[] events = new int[to - from + 1];
        Arrays.fill(events, 0);
        for (int n = 0; n < places.length; n++) {
            int beat = (int) Math.rint(places[n]);
            if (Math.abs(places[n] - beat) < 0.02 && beat >= from && beat <= to) {
                events[beat - from] = n + 1 < places.length ? event(places[n + 1] - places[n]) : EVENTS - 1;
            }
        }
        return events;
    }

    private static int event(double beats) {
        return beats < 0.98 ? 1 : beats < 1.02 ? 2 : beats < 1.98 ? 3 : beats < 2.02 ? 4 : 5;
    }

    /** For each lag the share of beats at which the same happens that many beats later. */
    private static double[] repeats(int[] events) {
        double[] repeats = new double[LONGEST_LAG + 1];
        for (int lag = 1; lag <= LONGEST_LAG; lag++) {
            int same = 0;
            int count = events.length - lag;
            for (int i = 0; i < count; i++) {
                same += events[i] == events[i + lag] ? 1 : 0;
            }
            repeats[lag] = count < 4 ? 0 : (double) same / count;
        }
        return repeats;
    }

    /** How much more often beats repeat after one, two and four bars than after any number of beats. */
    private static double excess(double[] repeats, int beatsPerBar) {
        double mean = Arrays.stream(repeats).sum() / LONGEST_LAG;
        return (repeats[beatsPerBar]
                                + repeats[2 * beatsPerBar]
                                + repeats[
                                        4 * beatsPerBar > LONGEST_LAG
                                                ? LONGEST_LAG - LONGEST_LAG % beatsPerBar
                                                : 4 * beatsPerBar])
                        / 3
                - mean;
    }
}
