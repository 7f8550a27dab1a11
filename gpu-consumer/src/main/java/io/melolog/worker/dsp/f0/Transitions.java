package io.melolog.worker.dsp.f0;

/**
 * The transition model of pYIN's hidden Markov model in fixed-point logarithms: pitch moves by a triangular window, voicing
 * switches rarely, and whatever the model excludes costs {@link #NEVER}.
 *
 * <p>Fixed point of 20 fractional bits: integers keep max-plus steps exact, free of order and fast. Logarithms span 0 to
 * twice {@link #NEVER}, which fits 32 bits.
 */
final class Transitions {
    private static final double ONE = 1 << 20;

    /** The logarithm that stands for zero: that of the smallest normal double, as in librosa. */
    static final int NEVER = fixed(Math.log(Double.MIN_NORMAL));

    private final int maxStep;
    private final int stay;
    private final int change;
    private final int[] step;
    private final int[] rowTotal;

    Transitions(PyinParams params) {
        maxStep = params.maxStepBins();
        stay = fixed(Math.log(1 - params.switchProbability()));
        change = fixed(Math.log(params.switchProbability()));
        step = new int[maxStep + 1];
        for (int d = 0; d <= maxStep; d++) {
            step[d] = fixed(Math.log(window(d)));
        }
        int bins = params.pitchBins();
        rowTotal = new int[bins];
        for (int i = 0; i < bins; i++) {
            double total = 0;
            for (int d = -maxStep; d <= maxStep; d++) {
                total += i + d >= 0 && i + d < bins ? window(Math.abs(d)) : 0;
            }
            rowTotal[i] = fixed(Math.log(total));
        }
    }

    static int fixed(double logarithm) {
        return (int) Math.rint(logarithm * ONE);
    }

    /** The logarithm of a probability that may be zero. */
    static int fixedLog(double probability) {
        return fixed(Math.log(probability + Double.MIN_NORMAL));
    }

    /** The probability of which {@link #fixedLog} is the logarithm. */
    static double probability(int fixedLog) {
        return Math.exp(fixedLog / ONE);
    }

    int maxStep() {
        return maxStep;
    }

    /** Log weight of a pitch step of that many bins, up or down. */
    int step(int stepBins) {
        return step[Math.abs(stepBins)];
    }

    /** Log of the sum of the weights that leave a bin: what they are divided by. */
    int[] rowTotal() {
        return rowTotal;
    }

    /** The least of {@link #rowTotal}: that of the outermost bins. */
    int leastRowTotal() {
        return Math.min(rowTotal[0], rowTotal[rowTotal.length - 1]);
    }

    /** Log probability of keeping the voicing. */
    int stay() {
        return stay;
    }

    /** Log probability of switching it. */
    int change() {
        return change;
    }

    private double window(int distance) {
        return (maxStep + 1 - distance) / (maxStep + 1.0);
    }
}
