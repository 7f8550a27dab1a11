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
    private final int pitchBins;
    private final double[] normalised;
    private final int[] trough;
    private final int[] firstThreshold;
    private final double[] weight;
    private final int[] opensAt;

    TroughFinder(PyinParams params) {
        this.params = params;
        this.minLag = params.minLagSamples();
        this.pitchBins = params.pitchBins();
        int lags = params.maxLagSamples() - minLag + 1;
        int maxTroughs = lags / 2 + 1;
        this.prior = new ThresholdPrior(params, maxTroughs);
        this.normalised = new double[lags];
        this.trough = new int[maxTroughs];
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

    /** Cumulative mean normalised difference (de Cheveigné and Kawahara 2002, equation 8). */
    private void normalise(double[] difference) {
        double sum = 0;
        for (int lag = 1; lag < minLag; lag++) {
            sum += difference[lag];
        }
        for (int i = 0; i < normalised.length; i++) {
            int lag = minLag + i;
            sum += difference[lag];
            normalised[i] = difference[lag] / (sum / lag + Double.MIN_NORMAL);
        }
    }

    private int findTroughs() {
        double[] y = normalised;
        int last = y.length - 1;
        int count = 0;
        if (y[0] < y[1]) {
            trough[count++] = 0;
        }
        for (int i = 1; i < last; i++) {
            if (y[i] < y[i - 1] && y[i] <= y[i + 1]) {
                trough[count++] = i;
            }
        }
        if (y[last] < y[last - 1]) {
            trough[count++] = last;
        }
        return count;
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

    private void share(int troughs, int threshold, int under, double mass) {
        int rank = 0;
        for (int i = 0; i < troughs; i++) {
            if (firstThreshold[i] <= threshold) {
                weight[i] += mass * prior.share(rank, under);
                rank++;
            }
        }
    }

    private int bin(int index) {
        double period = minLag + index + parabolicShift(index);
        double octaves = Math.log(params.sampleRateHz() / period / params.minF0Hz()) / LOG_2;
        return (int) Math.clamp(Math.rint(params.binsPerOctave() * octaves), 0, pitchBins);
    }

    /** Where the parabola through three points has its extremum, relative to the middle one; 0 if not next to it. */
    private double parabolicShift(int index) {
        if (index == 0 || index == normalised.length - 1) {
            return 0;
        }
        double before = normalised[index - 1];
        double after = normalised[index + 1];
        double curvature = after + before - 2 * normalised[index];
        double slope = (after - before) / 2;
        return Math.abs(slope) >= Math.abs(curvature) ? 0 : -slope / curvature;
    }
}
