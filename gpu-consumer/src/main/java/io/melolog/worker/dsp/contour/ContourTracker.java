package io.melolog.worker.dsp.contour;

import io.melolog.worker.dsp.f0.F0Track;

/**
 * The best path through the candidates of every frame, unvoiced being one more: a Viterbi search in which a pitch that moves
 * costs by how far, up to the cost of a leap, voicing changes cost, and what disagrees with pYIN's own track costs a
 * little, since that sees four times the signal per frame. Immutable.
 *
 * @param perSemitone cost of moving by one semitone from frame to frame, nats
 * @param leap most that a move costs, nats
 * @param switching cost of a change of voicing, nats
 * @param disagreement cost per frame of a pitch that pYIN's track does not have nearby, nats
 * @param unvoicedBias cost per frame of being unvoiced beside its probability, nats
 */
public record ContourTracker(
        double perSemitone, double leap, double switching, double disagreement, double unvoicedBias) {

    /** Voicing is generous, since levels and not periodicity tell where notes end. */
    public static final ContourTracker STANDARD = new ContourTracker(2.5, 5, 2.5, 1, 4);

    private static final int UNVOICED = ContourFrames.CANDIDATES;
    private static final int STATES = UNVOICED + 1;
    private static final double IMPOSSIBLE = -1e30;
    private static final double NEAR_SEMITONES = 0.7;
    private static final double LEAST_PROBABILITY = 1e-4;

    /** @param guide pYIN's track of the same recording */
    public Contour track(ContourFrames frames, F0Track guide) {
        int count = frames.frames();
        byte[] back = new byte[count * STATES];
        double[] value = new double[STATES];
        double[] next = new double[STATES];
        for (int t = 0; t < count; t++) {
            for (int s = 0; s < STATES; s++) {
                double own = observation(frames, guide, t, s);
                int best = t == 0 ? s : predecessor(frames, t, s, value);
                back[t * STATES + s] = (byte) best;
                next[s] = t == 0 ? own : own + value[best] - transition(frames, t, best, s);
            }
            double top = top(next);
            for (int s = 0; s < STATES; s++) {
                value[s] = Math.max(IMPOSSIBLE, next[s] - top);
            }
        }
        return contour(frames, path(back, value, count));
    }

    private double observation(ContourFrames frames, F0Track guide, int t, int s) {
        if (s == UNVOICED) {
            return Math.log(Math.max(LEAST_PROBABILITY, 1 - frames.voicedProbability(t))) - unvoicedBias;
        }
        double probability = frames.probability(t, s);
        if (probability == 0) {
            return IMPOSSIBLE;
        }
        return Math.log(Math.max(LEAST_PROBABILITY, probability))
                - (agrees(frames, guide, t, frames.midi(t, s)) ? 0 : disagreement);
    }

    private static boolean agrees(ContourFrames frames, F0Track guide, int t, double midi) {
        double at = t * frames.params().hopSeconds() / guide.hopSeconds();
        int low = (int) Math.floor(at);
        for (int i = Math.max(0, low - 1); i <= Math.min(guide.frames() - 1, low + 2); i++) {
            if (guide.voiced(i) && Math.abs(midi - midi(guide.f0Hz(i).orElseThrow())) < NEAR_SEMITONES) {
                return true;
            }
        }
        return false;
    }

    private static double midi(double hz) {
        return 69 + 12 * Math.log(hz / 440) / Math.log(2);
    }

    private int predecessor(ContourFrames frames, int t, int s, double[] value) {
        int best = s;
        double bestValue = Double.NEGATIVE_INFINITY;
        for (int from = 0; from < STATES; from++) {
            double v = value[from] - transition(frames, t, from, s);
            if (v > bestValue) {
                bestValue = v;
                best = from;
            }
        }
        return best;
    }

    private double transition(ContourFrames frames, int t, int from, int to) {
        if (from == UNVOICED || to == UNVOICED) {
            return from == to ? 0 : switching;
        }
        return Math.min(leap, perSemitone * Math.abs(frames.midi(t, to) - frames.midi(t - 1, from)));
    }

    private static double top(double[] values) {
        double top = values[0];
        for (double v : values) {
            top = Math.max(top, v);
        }
        return top;
    }

    private static byte[] path(byte[] back, double[] value, int count) {
        byte[] path = new byte[count];
        int s = 0;
        for (int i = 1; i < STATES; i++) {
            if (value[i] > value[s]) {
                s = i;
            }
        }
        for (int t = count - 1; t >= 0; t--) {
            path[t] = (byte) s;
            s = back[t * STATES + s];
        }
        return path;
    }

    private static Contour contour(ContourFrames frames, byte[] path) {
        float[] midi = new float[path.length];
        float[] probability = new float[path.length];
        for (int t = 0; t < path.length; t++) {
            boolean voiced = path[t] != UNVOICED;
            midi[t] = voiced ? (float) frames.midi(t, path[t]) : Float.NaN;
            probability[t] = (float) (voiced ? frames.probability(t, path[t]) : frames.voicedProbability(t));
        }
        return new Contour(frames, midi, probability);
    }
}
