package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * One step of the Viterbi recursion over pitch bins times {voiced, unvoiced}: values only.
 *
 * <p>State {@code j} below {@code bins} is voiced in bin {@code j}, state {@code bins + j} unvoiced near it. The transition
 * matrix is a band plus a constant: so a step is one banded maximum per voicing (a max-plus convolution, symmetrical in
 * the step) and one candidate "the best state of all, by a transition that the model excludes". Values are kept relative
 * to the best state, which has 0. One thread at a time.
 *
 * <p>Layout as in {@link HopDifference}: loops whose arrays are all indexed by the loop variable, four shifted copies of the
 * values, and maxima that move instead.
 */
final class Lattice {
    /** Below every reachable value, and far enough from the integer limit for what is added to it. */
    private static final int OUTSIDE = -1_900_000_000;

    // Eight would be fewer passes, but then the loop body is too large for the compiler to unroll and so to vectorise.
    private static final int UNROLL = 4;

    private final int bins;
    private final Transitions transitions;
    /** Log weight of a step, by the step's size plus the largest one. */
    private final int[] weight;
    /** The values of one voicing with a margin on both sides, in copies shifted by 0 to 3 places. */
    private final int[][] shifted;
    /** The maxima so far, at bin plus offset. */
    private final int[] moving;

    private final int[] fromVoiced;
    private final int[] fromUnvoiced;

    Lattice(int bins, Transitions transitions) {
        this.bins = bins;
        this.transitions = transitions;
        int maxStep = transitions.maxStep();
        this.weight = new int[2 * maxStep + 1];
        for (int step = -maxStep; step <= maxStep; step++) {
            weight[maxStep + step] = transitions.step(step);
        }
        this.shifted = new int[UNROLL][bins + 2 * maxStep];
        for (int[] copy : shifted) {
            Arrays.fill(copy, OUTSIDE);
        }
        this.moving = new int[bins + 2 * maxStep];
        this.fromVoiced = new int[bins];
        this.fromUnvoiced = new int[bins];
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
                int step = transitions.step(i - pitch);
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

    /** The best value, weighted by the step, within reach of every bin of one voicing. */
    private void reach(int[] previous, int from, int[] reached) {
        int maxStep = transitions.maxStep();
        int[] rowTotal = transitions.rowTotal();
        int[] padded = shifted[0];
        for (int i = 0; i < bins; i++) {
            padded[maxStep + i] = previous[from + i] - rowTotal[i];
        }
        for (int shift = 1; shift < UNROLL; shift++) {
            System.arraycopy(padded, maxStep, shifted[shift], maxStep - shift, bins);
        }
        Arrays.fill(moving, 0, bins, OUTSIDE);
        int lastOffset = 2 * maxStep + 1 - UNROLL;
        for (int offset = 0; offset < lastOffset; ) {
            fourSteps(offset);
            int next = Math.min(offset + UNROLL, lastOffset);
            System.arraycopy(moving, offset, moving, next, bins);
            offset = next;
        }
        fourSteps(lastOffset);
        System.arraycopy(moving, lastOffset, reached, 0, bins);
    }

    private void fourSteps(int offset) {
        int[] y0 = shifted[0];
        int[] y1 = shifted[1];
        int[] y2 = shifted[2];
        int[] y3 = shifted[3];
        int w0 = weight[offset];
        int w1 = weight[offset + 1];
        int w2 = weight[offset + 2];
        int w3 = weight[offset + 3];
        int[] to = moving;
        int end = offset + bins;
        for (int i = offset; i < end; i++) {
            int m01 = Math.max(y0[i] + w0, y1[i] + w1);
            int m23 = Math.max(y2[i] + w2, y3[i] + w3);
            to[i] = Math.max(to[i], Math.max(m01, m23));
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
