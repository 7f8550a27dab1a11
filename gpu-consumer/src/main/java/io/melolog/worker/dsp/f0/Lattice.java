package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * One step of the Viterbi recursion over pitch bins times {voiced, unvoiced}: values only.
 *
 * <p>State {@code j} below {@code bins} is voiced in bin {@code j}, state {@code bins + j} unvoiced near it. The transition
 * matrix is a band plus a constant: so a step is one banded maximum per voicing (a max-plus convolution, symmetrical in
 * the step) and one candidate "the best state of all, by a transition that the model excludes". Values are kept relative
 * to the best state, which has 0. One thread at a time.
 */
final class Lattice {
    /** Below every reachable value, and far enough from the integer limit for what is added to it. */
    private static final int OUTSIDE = -1_900_000_000;

    private final int bins;
    private final Transitions transitions;
    private final int[] padded;
    private final int[] fromVoiced;
    private final int[] fromUnvoiced;

    Lattice(int bins, Transitions transitions) {
        this.bins = bins;
        this.transitions = transitions;
        this.padded = new int[bins + 2 * transitions.maxStep()];
        this.fromVoiced = new int[bins];
        this.fromUnvoiced = new int[bins];
        Arrays.fill(padded, OUTSIDE);
    }

    int states() {
        return 2 * bins;
    }

    /** The values of the first frame. */
    void begin(Candidates candidates, int[] value) {
        Arrays.fill(value, 0);
        observe(candidates, 0, value);
    }

    /** Turns the values of frame {@code frame - 1} into those of {@code frame}; may work in place. */
    void advance(Candidates candidates, int frame, int[] previous, int[] value) {
        reach(previous, 0, fromVoiced);
        reach(previous, bins, fromUnvoiced);
        int stay = transitions.stay();
        int change = transitions.change();
        for (int j = 0; j < bins; j++) {
            int voiced = fromVoiced[j];
            int unvoiced = fromUnvoiced[j];
            value[j] = Math.max(Math.max(voiced + stay, unvoiced + change), Transitions.NEVER);
        }
        for (int j = 0; j < bins; j++) {
            int voiced = fromVoiced[j];
            int unvoiced = fromUnvoiced[j];
            value[bins + j] = Math.max(Math.max(unvoiced + stay, voiced + change), Transitions.NEVER);
        }
        observe(candidates, frame, value);
    }

    /** The state before {@code state} on the best path, given the values of the frame before. */
    int predecessor(int[] previous, int state) {
        int pitch = state % bins;
        int low = Math.max(0, pitch - transitions.maxStep());
        int high = Math.min(bins - 1, pitch + transitions.maxStep());
        int best = -1;
        int bestValue = Transitions.NEVER;
        for (int from = 0; from <= bins; from += bins) {
            int voicing = from == state - pitch ? transitions.stay() : transitions.change();
            for (int i = low; i <= high; i++) {
                int step = transitions.step()[Math.abs(i - pitch)];
                int candidate = previous[from + i] - transitions.rowTotal()[i] + step + voicing;
                if (candidate > bestValue) {
                    bestValue = candidate;
                    best = from + i;
                }
            }
        }
        return best >= 0 ? best : best(previous);
    }

    /** The first of the best states. */
    int best(int[] value) {
        int best = 0;
        for (int state = 1; state < value.length; state++) {
            if (value[state] > value[best]) {
                best = state;
            }
        }
        return best;
    }

    private void reach(int[] previous, int from, int[] reached) {
        int maxStep = transitions.maxStep();
        int[] rowTotal = transitions.rowTotal();
        for (int i = 0; i < bins; i++) {
            padded[maxStep + i] = previous[from + i] - rowTotal[i];
        }
        System.arraycopy(padded, maxStep, reached, 0, bins);
        int[] step = transitions.step();
        int d = 1;
        for (; d + 3 <= maxStep; d += 4) {
            fourSteps(padded, maxStep, d, step, reached);
        }
        for (; d <= maxStep; d++) {
            oneStep(padded, maxStep, d, step[d], reached);
        }
    }

    private static void oneStep(int[] padded, int centre, int d, int weight, int[] reached) {
        int below = centre - d;
        int above = centre + d;
        for (int j = 0; j < reached.length; j++) {
            reached[j] = Math.max(reached[j], Math.max(padded[below + j], padded[above + j]) + weight);
        }
    }

    /** Four distances at once, so that each result is loaded and stored a quarter as often. */
    private static void fourSteps(int[] padded, int centre, int d, int[] step, int[] reached) {
        int w0 = step[d];
        int w1 = step[d + 1];
        int w2 = step[d + 2];
        int w3 = step[d + 3];
        int below = centre - d;
        int above = centre + d;
        for (int j = 0; j < reached.length; j++) {
            int m0 = Math.max(padded[below + j], padded[above + j]) + w0;
            int m1 = Math.max(padded[below - 1 + j], padded[above + 1 + j]) + w1;
            int m2 = Math.max(padded[below - 2 + j], padded[above + 2 + j]) + w2;
            int m3 = Math.max(padded[below - 3 + j], padded[above + 3 + j]) + w3;
            reached[j] = Math.max(reached[j], Math.max(Math.max(m0, m1), Math.max(m2, m3)));
        }
    }

    private void observe(Candidates candidates, int frame, int[] value) {
        int unvoiced = Transitions.fixedLog(candidates.unvoicedProbability(frame) / bins);
        int top = Integer.MIN_VALUE;
        for (int j = 0; j < bins; j++) {
            value[bins + j] += unvoiced;
            top = Math.max(top, value[bins + j]);
        }
        for (int j = 0; j < bins; j++) {
            value[j] += Transitions.NEVER;
            top = Math.max(top, value[j]);
        }
        for (int i = candidates.from(frame); i < candidates.to(frame); i++) {
            int j = candidates.bin(i);
            value[j] += Transitions.fixedLog(candidates.probability(i)) - Transitions.NEVER;
            top = Math.max(top, value[j]);
        }
        for (int j = 0; j < value.length; j++) {
            value[j] -= top;
        }
    }
}
