package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * One step of the Viterbi recursion over pitch bins times {voiced, unvoiced}: values only.
 *
 * <p>State {@code j} below {@code bins} is voiced in bin {@code j}, state {@code bins + j} unvoiced near it. The transition
 * matrix is a band plus a constant: so a step is one {@link Reach} per voicing and one candidate "the best state of all, by a
 * transition that the model excludes". Values are kept relative to the best state, which has 0. One thread at a time.
 */
final class Lattice {
    private final int bins;
    private final Transitions transitions;
    private final Reach reach;
    private final int[] fromVoiced;
    private final int[] fromUnvoiced;

    Lattice(int bins, Transitions transitions) {
        this.bins = bins;
        this.transitions = transitions;
        this.reach = new Reach(bins, transitions);
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

    /**
     * Turns the values of frame {@code frame - 1} into those of {@code frame}; may work in place.
     *
     * @return whether every state is reached by a transition that the model has
     */
    boolean advance(Candidates candidates, int frame, int[] previous, int[] value) {
        if (onlyCandidatesMatter(candidates, frame - 1, previous)) {
            reach.of(candidates, frame - 1, previous, fromVoiced);
        } else {
            reach.ofAll(previous, 0, fromVoiced);
        }
        reach.ofAll(previous, bins, fromUnvoiced);
        int stay = transitions.stay();
        int change = transitions.change();
        int least = Integer.MAX_VALUE;
        for (int j = 0; j < bins; j++) {
            int reached = Math.max(fromVoiced[j] + stay, fromUnvoiced[j] + change);
            least = Math.min(least, reached);
            value[j] = Math.max(reached, Transitions.NEVER);
        }
        for (int j = 0; j < bins; j++) {
            int reached = Math.max(fromUnvoiced[j] + stay, fromVoiced[j] + change);
            least = Math.min(least, reached);
            value[bins + j] = Math.max(reached, Transitions.NEVER);
        }
        observe(candidates, frame, value);
        return least > Transitions.NEVER;
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

    /**
     * Whether no voiced state of that frame but its candidates can be on the best path to any later state. Such a state has
     * the emission "never". Its unvoiced twin was reached at most one change of voicing worse and is left at most one worse,
     * so where the unvoiced emission is likelier than "never" by two changes, the twin is the better way. Where it is
     * not, these states are out when even the best of them falls below "never" at the next step.
     */
    private boolean onlyCandidatesMatter(Candidates candidates, int frame, int[] value) {
        int detour = 2 * (transitions.stay() - transitions.change());
        return candidates.unvoicedLog(frame) - Transitions.NEVER > detour
                || bestVoicedButCandidates(candidates, frame, value) <= Transitions.NEVER + transitions.leastRowTotal();
    }

    private int bestVoicedButCandidates(Candidates candidates, int frame, int[] value) {
        int best = Integer.MIN_VALUE;
        int above = bins;
        for (int i = candidates.from(frame); i <= candidates.to(frame); i++) {
            int next = i < candidates.to(frame) ? candidates.bin(i) : -1;
            for (int j = next + 1; j < above; j++) {
                best = Math.max(best, value[j]);
            }
            above = next;
        }
        return best;
    }

    private void observe(Candidates candidates, int frame, int[] value) {
        int unvoiced = candidates.unvoicedLog(frame);
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
            value[j] += candidates.log(i) - Transitions.NEVER;
            top = Math.max(top, value[j]);
        }
        for (int j = 0; j < value.length; j++) {
            value[j] -= top;
        }
    }
}
