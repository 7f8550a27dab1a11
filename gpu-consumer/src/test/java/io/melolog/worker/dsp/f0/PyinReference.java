package io.melolog.worker.dsp.f0;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * pYIN written down plainly, in double precision, with the whole transition matrix: what {@link Pyin} must agree with. Follows
 * the definition that librosa 0.11.0 implements, step by step, and shares no code with the kernel.
 */
final class PyinReference {
    private static final int RATE_HZ = 22_050;
    private static final int FRAME = 2048;
    private static final int HOP = 512;
    private static final double MIN_HZ = 440 * Math.pow(2, -33.0 / 12);
    private static final int MIN_LAG = 10;
    private static final int MAX_LAG = 338;
    private static final int BINS = 601;
    private static final int STEP = 50;
    private static final double TINY = Double.MIN_NORMAL;

    private PyinReference() {}

    static F0Track track(float[] signal) {
        int frames = signal.length == 0 ? 0 : 1 + signal.length / HOP;
        double[][] observation = new double[frames][2 * BINS];
        float[] voicedProbability = new float[frames];
        for (int t = 0; t < frames; t++) {
            voicedProbability[t] = (float) observe(frame(signal, t), observation[t]);
        }
        int[] state = viterbi(observation);
        float[] f0Hz = new float[frames];
        boolean[] voiced = new boolean[frames];
        for (int t = 0; t < frames; t++) {
            f0Hz[t] = (float) (MIN_HZ * Math.pow(2, state[t] % BINS / 120.0));
            voiced[t] = state[t] < BINS;
        }
        return new F0Track(RATE_HZ, HOP, f0Hz, voiced, voicedProbability);
    }

    private static double[] frame(float[] signal, int t) {
        double[] frame = new double[FRAME];
        for (int i = 0; i < FRAME; i++) {
            int at = t * HOP - FRAME / 2 + i;
            frame[i] = at >= 0 && at < signal.length ? signal[at] : 0;
        }
        return frame;
    }

    private static double[] normalisedDifference(double[] frame) {
        double[] normalised = new double[MAX_LAG + 1];
        double sum = 0;
        for (int lag = 1; lag <= MAX_LAG; lag++) {
            double difference = 0;
            for (int m = 0; m < FRAME; m++) {
                double other = m + lag < FRAME ? frame[m + lag] : 0;
                difference += (frame[m] - other) * (frame[m] - other);
            }
            sum += difference;
            normalised[lag] = difference / (sum / lag + TINY);
        }
        return Arrays.copyOfRange(normalised, MIN_LAG, MAX_LAG + 1);
    }

    private static double observe(double[] frame, double[] observation) {
        double[] y = normalisedDifference(frame);
        List<Integer> troughs = new ArrayList<>();
        for (int i = 0; i < y.length; i++) {
            boolean below = i == 0 || y[i] < y[i - 1];
            boolean above = i == y.length - 1 || (i == 0 ? y[i] < y[i + 1] : y[i] <= y[i + 1]);
            if (below && above) {
                troughs.add(i);
            }
        }
        double[] weight = weights(y, troughs);
        for (int i = 0; i < weight.length; i++) {
            int bin = bin(y, troughs.get(i));
            if (weight[i] > 0 && bin < BINS) {
                observation[bin] = weight[i];
            }
        }
        double voiced = 0;
        for (int j = 0; j < BINS; j++) {
            voiced += observation[j];
        }
        voiced = Math.min(1, voiced);
        for (int j = 0; j < BINS; j++) {
            observation[BINS + j] = (1 - voiced) / BINS;
        }
        return voiced;
    }

    private static double[] weights(double[] y, List<Integer> troughs) {
        double[] weight = new double[troughs.size()];
        for (int i = 1; i <= 100; i++) {
            double threshold = i == 100 ? 1 : i * 0.01;
            double prior = betaCdf(threshold) - betaCdf((i - 1) * 0.01);
            long under = troughs.stream().filter(k -> y[k] < threshold).count();
            int rank = 0;
            for (int k = 0; k < weight.length; k++) {
                if (y[troughs.get(k)] < threshold) {
                    weight[k] += prior * (1 - Math.exp(-2)) / (1 - Math.exp(-2.0 * under)) * Math.exp(-2.0 * rank);
                    rank++;
                }
            }
            if (!troughs.isEmpty() && !(y[troughs.get(deepest(y, troughs))] < threshold)) {
                weight[deepest(y, troughs)] += 0.01 * prior;
            }
        }
        return weight;
    }

    private static int deepest(double[] y, List<Integer> troughs) {
        int deepest = 0;
        for (int k = 0; k < troughs.size(); k++) {
            deepest = y[troughs.get(k)] < y[troughs.get(deepest)] ? k : deepest;
        }
        return deepest;
    }

    /** Beta(2, 18). */
    private static double betaCdf(double x) {
        return 1 - Math.pow(1 - x, 19) - 19 * x * Math.pow(1 - x, 18);
    }

    private static int bin(double[] y, int i) {
        double shift = 0;
        if (i > 0 && i < y.length - 1) {
            double a = y[i + 1] + y[i - 1] - 2 * y[i];
            double b = (y[i + 1] - y[i - 1]) / 2;
            shift = Math.abs(b) >= Math.abs(a) ? 0 : -b / a;
        }
        double octaves = Math.log(RATE_HZ / (MIN_LAG + i + shift) / MIN_HZ) / Math.log(2);
        return (int) Math.max(0, Math.min(BINS, Math.rint(120 * octaves)));
    }

    private static double[][] logTransitions() {
        double[][] log = new double[2 * BINS][2 * BINS];
        for (int i = 0; i < BINS; i++) {
            double total = 0;
            for (int j = Math.max(0, i - STEP); j <= Math.min(BINS - 1, i + STEP); j++) {
                total += STEP + 1 - Math.abs(i - j);
            }
            for (int j = 0; j < BINS; j++) {
                double p = Math.max(0, STEP + 1 - Math.abs(i - j)) / total;
                log[j][i] = Math.log(0.99 * p + TINY);
                log[BINS + j][BINS + i] = log[j][i];
                log[j][BINS + i] = Math.log(0.01 * p + TINY);
                log[BINS + j][i] = log[j][BINS + i];
            }
        }
        return log;
    }

    private static int[] viterbi(double[][] observation) {
        int frames = observation.length;
        int states = 2 * BINS;
        double[][] into = logTransitions();
        int[][] from = new int[frames][states];
        double[] value = new double[states];
        for (int t = 0; t < frames; t++) {
            double[] next = new double[states];
            for (int j = 0; j < states; j++) {
                double best = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < states && t > 0; i++) {
                    if (value[i] + into[j][i] > best) {
                        best = value[i] + into[j][i];
                        from[t][j] = i;
                    }
                }
                next[j] = (t == 0 ? -Math.log(states) : best) + Math.log(observation[t][j] + TINY);
            }
            value = next;
        }
        int[] path = new int[frames];
        for (int t = frames - 1; t >= 0; t--) {
            path[t] = t == frames - 1 ? best(value) : from[t + 1][path[t + 1]];
        }
        return path;
    }

    private static int best(double[] value) {
        int best = 0;
        for (int i = 0; i < value.length; i++) {
            best = value[i] > value[best] ? i : best;
        }
        return best;
    }
}
