package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * From the difference function of a frame to weighted pitch candidates (Mauch and Dixon 2014, section 2.1, in the variant of
 * the authors' program that librosa 0.11.0 follows). Not for use by several threads at once.
 */
final class TroughFinder {
    private static final double LOG_2 = Math.log(2);

    private final PyinParams params;
    private final ThresholdPrior prior;
    private final int minLag;
    private final int maxLag;
    private final int pitchBins;
    private final double[] total;
    private final double[] normalised;
    private final int[] trough;
    private final int[] firstThreshold;
    private final double[] weight;
    private final int[] opensAt;
    /** What the rank's decay is multiplied by: 0 for troughs above the threshold, and at 1 the factor for those under it. */
    private final double[] scale = new double[2];

    TroughFinder(PyinParams params) {
        this.params = params;
        this.minLag = params.minLagSamples();
        this.pitchBins = params.pitchBins();
        this.maxLag = params.maxLagSamples();
        int maxTroughs = (maxLag - minLag + 1) / 2 + 1;
        this.prior = new ThresholdPrior(params, maxTroughs);
        this.total = new double[maxLag + 1];
        this.normalised = new double[maxLag + 1];
        this.trough = new int[maxTroughs + 1];
        this.firstThreshold = new int[maxTroughs];
        this.weight = new double[maxTroughs];
        this.opensAt = new int[params.thresholds() + 1];
    }

    /** Adds one frame to {@code out}. {@code difference} is indexed by lag, 0 to the longest. */
    void find(double[] difference, Candidates out) {
        normalise(difference);
        int troughs = findTroughs();
        weigh(troughs);
        out.beginFrame();
        for (int i = 0; i < troughs; i++) {
            if (weight[i] > 0) {
                int bin = bin(trough[i]);
                // The bin just above the range belongs to no state: librosa writes it where the unvoiced ones go.
                if (bin < pitchBins) {
                    out.add(bin, weight[i]);
                }
            }
        }
        out.endFrame();
    }

    /** Cumulative mean normalised difference (de Cheveigné and Kawahara 2002, equation 8); two loops, one of them vectorised. */
    private void normalise(double[] difference) {
        double sum = 0;
        for (int lag = 1; lag <= maxLag; lag++) {
            sum += difference[lag];
            total[lag] = sum;
        }
        for (int lag = 1; lag <= maxLag; lag++) {
            normalised[lag] = difference[lag] / (total[lag] / lag + Double.MIN_NORMAL);
        }
    }

    /** Writes the lag of every local minimum, and one place beyond; without a branch that would depend on the signal. */
    private int findTroughs() {
        double[] y = normalised;
        trough[0] = minLag;
        int count = y[minLag] < y[minLag + 1] ? 1 : 0;
        boolean falling = y[minLag + 1] < y[minLag];
        for (int lag = minLag + 1; lag < maxLag; lag++) {
            boolean fallsNext = y[lag + 1] < y[lag];
            trough[count] = lag;
            count += falling & !fallsNext ? 1 : 0;
            falling = fallsNext;
        }
        trough[count] = maxLag;
        return falling ? count + 1 : count;
    }

    /** Shares the prior mass of every threshold among the troughs under it. */
    private void weigh(int troughs) {
        Arrays.fill(opensAt, 0);
        int deepest = 0;
        for (int i = 0; i < troughs; i++) {
            double height = normalised[trough[i]];
            firstThreshold[i] = prior.firstAbove(height);
            opensAt[firstThreshold[i]]++;
            weight[i] = 0;
            if (height < normalised[trough[deepest]]) {
                deepest = i;
            }
        }
        shareAll(troughs);
        if (troughs > 0) {
            weight[deepest] += params.noTroughProbability() * prior.mass(0, firstThreshold[deepest]);
        }
    }

    /** In one step per stretch of thresholds that lie over the same troughs. */
    private void shareAll(int troughs) {
        int under = 0;
        int from = 0;
        while (from < prior.thresholds()) {
            under += opensAt[from];
            int to = from + 1;
            while (to < prior.thresholds() && opensAt[to] == 0) {
                to++;
            }
            if (under > 0) {
                share(troughs, from, under, prior.mass(from, to));
            }
            from = to;
        }
    }

    /** Without a branch: which troughs are under a threshold is as good as random. */
    private void share(int troughs, int threshold, int under, double mass) {
        scale[1] = mass * prior.firstShare(under);
        int rank = 0;
        for (int i = 0; i < troughs; i++) {
            int isUnder = firstThreshold[i] <= threshold ? 1 : 0;
            weight[i] += scale[isUnder] * prior.decay(rank);
            rank += isUnder;
        }
    }

    private int bin(int lag) {
        double octaves = Math.log(params.sampleRateHz() / (lag + parabolicShift(lag)) / params.minF0Hz()) / LOG_2;
        return (int) Math.clamp(Math.rint(params.binsPerOctave() * octaves), 0, pitchBins);
    }

    /** Where the parabola through three points has its extremum, relative to the middle one; 0 if not next to it. */
    private double parabolicShift(int lag) {
        if (lag == minLag || lag == maxLag) {
            return 0;
        }
        double before = normalised[lag - 1];
        double after = normalised[lag + 1];
        double curvature = after + before - 2 * normalised[lag];
        double slope = (after - before) / 2;
        return Math.abs(slope) >= Math.abs(curvature) ? 0 : -slope / curvature;
    }
}
