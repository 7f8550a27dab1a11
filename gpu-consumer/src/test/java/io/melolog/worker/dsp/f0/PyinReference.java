package io.melolog.worker.dsp.f0;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * pYIN written down plainly, in double precision, with the whole transition matrix: what {@link Pyin} must agree with. Follows
 * the definition that librosa 0.11.0 implements, step by step, and shares no code with the kernel.
 */
final class PyinReference {
    private static final double TINY = Double.MIN_NORMAL;

    private final int rateHz;
    private final int frameSamples;
    private final int hopSamples;
    private final double minHz;
    private final int minLag;
    private final int maxLag;
    private final int bins;
    private final int step;

    /** Ranges, rates and lengths are taken from the parameters, the priors are those of the standard ones. */
    private PyinReference(PyinParams params) {
        rateHz = params.sampleRateHz();
        frameSamples = params.frameSamples();
        hopSamples = params.hopSamples();
        minHz = params.minF0Hz();
        minLag = (int) Math.floor(rateHz / params.maxF0Hz());
        maxLag = (int) Math.ceil(rateHz / minHz);
        bins = (int) Math.floor(120 * Math.log(params.maxF0Hz() / minHz) / Math.log(2)) + 1;
        step = (int) Math.rint(35.92 * 12 * hopSamples / rateHz) * 10 / 2;
    }

    static F0Track track(float[] signal) {
        return track(signal, PyinParams.STANDARD);
    }

    static F0Track track(float[] signal, PyinParams params) {
        return new PyinReference(params).tracked(signal);
    }

    private F0Track tracked(float[] signal) {
        int frames = signal.length == 0 ? 0 : 1 + signal.length / hopSamples;
        double[][] observation = new double[frames][2 * bins];
        float[] voicedProbability = new float[frames];
        for (int t = 0; t < frames; t++) {
            voicedProbability[t] = (float) observe(frame(signal, t), observation[t]);
        }
        int[] state = viterbi(observation);
        float[] f0Hz = new float[frames];
        boolean[] voiced = new boolean[frames];
        for (int t = 0; t < frames; t++) {
            f0Hz[t] = (float) (minHz * Math.pow(2, state[t] % bins / 120.0));
            voiced[t] = state[t] < bins;
        }
        return new F0Track(rateHz, hopSamples, f0Hz, voiced, voicedProbability);
    }

    private double[] frame(float[] signal, int t) {
        double[] frame = new double[frameSamples];
        for (int i = 0; i < frameSamples; i++) {
            int at = t * hopSamples - frameSamples / 2 + i;
            frame[i] = at >= 0 && at < signal.length ? signal[at] : 0;
        }
        return frame;
    }

    private double[] normalisedDifference(double[] frame) {
        double[] normalised = new double[maxLag + 1];
        double sum = 0;
        for (int lag = 1; lag <= maxLag; lag++) {
            double difference = 0;
            for (int m = 0; m < frameSamples; m++) {
                double other = m + lag < frameSamples ? frame[m + lag] : 0;
                difference += (frame[m] - other) * (frame[m] - other);
            }
            sum += difference;
            normalised[lag] = difference / (sum / lag + TINY);
        }
        return Arrays.copyOfRange(normalised, minLag, maxLag + 1);
    }

    private double observe(double[] frame, double[] observation) {
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
            if (weight[i] > 0 && bin < bins) {
                observation[bin] = weight[i];
            }
        }
        double voiced = 0;
        for (int j = 0; j < bins; j++) {
            voiced += observation[j];
        }
        voiced = Math.min(1, voiced);
        for (int j = 0; j < bins; j++) {
            observation[bins + j] = (1 - voiced) / bins;
        }
        return voiced;
    }

    private double[] weights(double[] y, List<Integer> troughs) {
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

    private int bin(double[] y, int i) {
        double shift = 0;
        if (i > 0 && i < y.length - 1) {
            double a = y[i + 1] + y[i - 1] - 2 * y[i];
            double b = (y[i + 1] - y[i - 1]) / 2;
            shift = Math.abs(b) >= Math.abs(a) ? 0 : -b / a;
        }
        double octaves = Math.log(rateHz / (minLag + i + shift) / minHz) / Math.log(2);
        return (int) Math.max(0, Math.min(bins, Math.rint(120 * octaves)));
    }

    private double[][] logTransitions() {
        double[][] log = new double[2 * bins][2 * bins];
        for (int i = 0; i < bins; i++) {
            double total = 0;
            for (int j = Math.max(0, i - step); j <= Math.min(bins - 1, i + step); j++) {
                total += step + 1 - Math.abs(i - j);
            }
            for (int j = 0; j < bins; j++) {
                double p = Math.max(0, step + 1 - Math.abs(i - j)) / total;
                log[j][i] = Math.log(0.99 * p + TINY);
                log[bins + j][bins + i] = log[j][i];
                log[j][bins + i] = Math.log(0.01 * p + TINY);
                log[bins + j][i] = log[j][bins + i];
            }
        }
        return log;
    }

    private int[] viterbi(double[][] observation) {
        int frames = observation.length;
        int states = 2 * bins;
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
