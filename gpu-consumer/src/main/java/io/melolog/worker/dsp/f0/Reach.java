package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * The best value, weighted by the step, within reach of every pitch bin: a max-plus convolution with a window that is
 * symmetrical in the step. Exact: integers. One thread at a time.
 *
 * <p>Layout as in {@link HopDifference}: loops whose arrays are all indexed by the loop variable, shifted copies of the
 * values, and maxima that move instead.
 */
final class Reach {
    /** Below every reachable value, and far enough from the integer limit for what is added to it. */
    private static final int OUTSIDE = -1_900_000_000;

    // Eight would be fewer passes, but then the loop body is too large for the compiler to unroll and so to vectorise.
    private static final int UNROLL = 4;
    private static final int COPIES = 16;

    private final int bins;
    private final int maxStep;
    private final int[] rowTotal;
    /** Log weight of a step, by the step's size plus the largest one. */
    private final int[] weight;
    /** The values of one voicing with a margin on both sides, in copies shifted by 0 to 15 places. */
    private final int[][] shifted;
    /** The maxima so far, at bin plus offset. */
    private final int[] moving;

    Reach(int bins, Transitions transitions) {
        this.bins = bins;
        this.maxStep = transitions.maxStep();
        this.rowTotal = transitions.rowTotal();
        this.weight = new int[2 * maxStep + 1];
        for (int step = -maxStep; step <= maxStep; step++) {
            weight[maxStep + step] = transitions.step(step);
        }
        this.shifted = new int[COPIES][Aligned.length(bins + 2 * maxStep)];
        for (int[] copy : shifted) {
            Arrays.fill(copy, OUTSIDE);
        }
        this.moving = new int[Aligned.length(bins + 2 * maxStep)];
    }

    /** From every bin: the values are {@code value[from .. from + bins)}. */
    void ofAll(int[] value, int from, int[] reached) {
        int[] padded = shifted[0];
        for (int i = 0; i < bins; i++) {
            padded[maxStep + i] = value[from + i] - rowTotal[i];
        }
        for (int shift = 1; shift < COPIES; shift++) {
            int lost = Math.max(0, shift - maxStep);
            System.arraycopy(padded, maxStep + lost, shifted[shift], maxStep + lost - shift, bins - lost);
        }
        Arrays.fill(moving, 0, bins, OUTSIDE);
        int lastOffset = 2 * maxStep + 1 - UNROLL;
        int base = 0;
        for (int offset = 0; offset < 2 * maxStep + 1; offset += UNROLL) {
            int at = Math.min(offset, lastOffset);
            if (at + UNROLL > base + COPIES) {
                System.arraycopy(moving, base, moving, at, bins);
                base = at;
            }
            fourSteps(at, base);
        }
        System.arraycopy(moving, base, reached, 0, bins);
    }

    /** From the candidates of a frame alone; {@code value} is indexed by bin. */
    void of(Candidates candidates, int frame, int[] value, int[] reached) {
        Arrays.fill(reached, OUTSIDE);
        for (int c = candidates.from(frame); c < candidates.to(frame); c++) {
            int bin = candidates.bin(c);
            int start = value[bin] - rowTotal[bin];
            int end = Math.min(bins, bin + maxStep + 1);
            for (int j = Math.max(0, bin - maxStep); j < end; j++) {
                reached[j] = Math.max(reached[j], start + weight[j - bin + maxStep]);
            }
        }
    }

    private void fourSteps(int offset, int base) {
        int[] y0 = shifted[offset - base];
        int[] y1 = shifted[offset - base + 1];
        int[] y2 = shifted[offset - base + 2];
        int[] y3 = shifted[offset - base + 3];
        int w0 = weight[offset];
        int w1 = weight[offset + 1];
        int w2 = weight[offset + 2];
        int w3 = weight[offset + 3];
        int[] to = moving;
        int end = base + bins;
        for (int i = base; i < end; i++) {
            int m01 = Math.max(y0[i] + w0, y1[i] + w1);
            int m23 = Math.max(y2[i] + w2, y3[i] + w3);
            to[i] = Math.max(to[i], Math.max(m01, m23));
        }
    }
}
