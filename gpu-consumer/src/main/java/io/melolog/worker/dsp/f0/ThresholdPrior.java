package io.melolog.worker.dsp.f0;

/**
 * The priors of pYIN: a beta distribution over the YIN threshold (Mauch and Dixon 2014, section 2.1) and, as in the
 * authors' program, a truncated Boltzmann distribution over the troughs under one threshold.
 */
final class ThresholdPrior {
    private final int thresholds;
    private final double[] upperEdge;
    private final double[] cumulative;
    private final double[] decay;
    private final double[] normaliser;

    ThresholdPrior(PyinParams params, int maxTroughs) {
        thresholds = params.thresholds();
        upperEdge = new double[thresholds];
        cumulative = new double[thresholds + 1];
        for (int i = 0; i < thresholds; i++) {
            upperEdge[i] = i + 1 == thresholds ? 1.0 : (i + 1) * (1.0 / thresholds);
            cumulative[i + 1] = betaCdf(upperEdge[i], params.betaA(), params.betaB());
        }
        decay = new double[maxTroughs + 1];
        normaliser = new double[maxTroughs + 1];
        double lambda = params.boltzmann();
        for (int i = 0; i <= maxTroughs; i++) {
            decay[i] = Math.exp(-lambda * i);
            normaliser[i] = -Math.expm1(-lambda) / -Math.expm1(-lambda * i);
        }
    }

    int thresholds() {
        return thresholds;
    }

    /** The number of thresholds that a trough of that height is not under. */
    int firstAbove(double height) {
        int i = (int) Math.min(thresholds, height * thresholds);
        while (i > 0 && height < upperEdge[i - 1]) {
            i--;
        }
        while (i < thresholds && height >= upperEdge[i]) {
            i++;
        }
        return i;
    }

    /** The prior mass of the thresholds {@code from} (inclusive) to {@code to} (exclusive). */
    double mass(int from, int to) {
        return cumulative[to] - cumulative[from];
    }

    /** The share of the first (shortest period) of that many troughs. */
    double firstShare(int troughs) {
        return normaliser[troughs];
    }

    /** The share of the trough at {@code rank} relative to that of the first. */
    double decay(int rank) {
        return decay[rank];
    }

    /** For whole parameters the beta distribution is a tail of the binomial one. */
    private static double betaCdf(double x, int a, int b) {
        int n = a + b - 1;
        double below = 0;
        double choose = 1;
        for (int j = 0; j < a; j++) {
            below += choose * Math.pow(x, j) * Math.pow(1 - x, n - j);
            choose = choose * (n - j) / (j + 1);
        }
        return 1 - below;
    }
}
