package io.melolog.worker.dsp.beat;

import java.util.Arrays;
import java.util.Optional;

/**
 * The tempo of a recording as it goes: autocorrelation of the onset strength in overlapping windows, weighted by how likely tempi are (log-normal, as in
 * Ellis 2007, equation 7) and by what stands at two and four beats, so that a bar's regularity counts for its beat. One tempo is chosen for the whole
 * recording; within a fifth of it each window may go its own way, at a cost for change (Viterbi).
 */
final class TempoCurve {
    private static final double WINDOW_SECONDS = 12;
    private static final double STEP_SECONDS = 3;
    private static final double SLOWEST_BPM = 45;
    private static final double FASTEST_BPM = 210;
    private static final double LIKELY_BPM = 108;
    private static final double TEMPO_OCTAVES = 0.5;
    private static final double DRIFT = 0.2;
    private static final double COST_OF_CHANGE = 40;

    private final double[] periods;
    private final double stepFrames;
    private final double clarity;

    private TempoCurve(double[] periods, double stepFrames, double clarity) {
        this.periods = periods;
        this.stepFrames = stepFrames;
        this.clarity = clarity;
    }

    /** Empty for recordings of less than three seconds, and where nothing begins. */
    static Optional<TempoCurve> of(float[] strength, double frameRateHz) {
        int shortest = (int) Math.floor(60 / FASTEST_BPM * frameRateHz);
        int longest = (int) Math.ceil(60 / SLOWEST_BPM * frameRateHz);
        int window = (int) Math.min(strength.length, WINDOW_SECONDS * frameRateHz);
        int step = (int) (STEP_SECONDS * frameRateHz);
        if (window < 2 * longest) {
            return Optional.empty();
        }
        int count = 1 + (strength.length - window) / step;
        float[][] correlation = new float[count][];
        double[] mean = new double[4 * longest + 1];
        for (int i = 0; i < count; i++) {
            correlation[i] = autocorrelation(strength, i * step, window, Math.min(4 * longest, window - 1));
            for (int lag = 0; lag < correlation[i].length; lag++) {
                mean[lag] += correlation[i][lag];
            }
        }
        if (mean[0] <= 0) {
            return Optional.empty();
        }
        double period = global(mean, shortest, longest, frameRateHz);
        int from = Math.max(shortest, (int) Math.floor(period / (1 + DRIFT)));
        int to = Math.min(longest, (int) Math.ceil(period * (1 + DRIFT)));
        double floor = Arrays.stream(mean, shortest, 4 * longest + 1).average().orElse(0);
        double peaks = (peak(mean, period) + peak(mean, 2 * period) + peak(mean, 4 * period)) / 3;
        double clarity = (peaks - floor) / Math.max(1e-12, mean[0] - floor);
        return Optional.of(new TempoCurve(path(correlation, from, to, mean[0] / count), step, clarity));
    }

    /** How far autocorrelation at one, two and four beats rises above its mean, relative to that at 0: 1 for clicks, 0 for noise. */
    double clarity() {
        return clarity;
    }

    /** Frames from one beat to the next around a frame. */
    double periodFrames(int frame) {
        double at = (frame - stepFrames * WINDOW_SECONDS / STEP_SECONDS / 2) / stepFrames;
        int i = Math.clamp((long) Math.floor(at), 0, periods.length - 1);
        int next = Math.min(i + 1, periods.length - 1);
        double w = Math.clamp(at - i, 0, 1);
        return periods[i] + w * (periods[next] - periods[i]);
    }

    private static float[] autocorrelation(float[] strength, int from, int length, int maxLag) {
        float[] out = new float[maxLag + 1];
        for (int lag = 0; lag <= maxLag; lag++) {
            double sum = 0;
            for (int t = from + lag; t < from + length; t++) {
                sum += (double) strength[t] * strength[t - lag];
            }
            out[lag] = (float) (sum / (length - lag));
        }
        return out;
    }

    private static double global(double[] mean, int shortest, int longest, double frameRateHz) {
        double best = longest;
        double bestValue = Double.NEGATIVE_INFINITY;
        double floor = Arrays.stream(mean, shortest, longest).average().orElse(0);
        for (double lag = shortest; lag <= longest; lag += 0.25) {
            double octaves = Math.log(60 * frameRateHz / lag / LIKELY_BPM) / Math.log(2) / TEMPO_OCTAVES;
            double regular = peak(mean, lag) + 0.5 * peak(mean, 2 * lag) + 0.25 * peak(mean, 4 * lag) - 1.75 * floor;
            double value = regular * Math.exp(-0.5 * octaves * octaves);
            if (value > bestValue) {
                bestValue = value;
                best = lag;
            }
        }
        return best;
    }

    /** The value at a lag between two frames. */
    private static double peak(double[] values, double lag) {
        int i = (int) Math.min(lag, values.length - 2.0);
        double w = Math.clamp(lag - i, 0, 1);
        return values[i] + w * (values[i + 1] - values[i]);
    }

    private static double[] path(float[][] correlation, int from, int to, double scale) {
        int lags = to - from + 1;
        double[] now = new double[lags];
        int[][] came = new int[correlation.length][lags];
        for (int i = 0; i < correlation.length; i++) {
            double[] next = new double[lags];
            for (int l = 0; l < lags; l++) {
                double best = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < lags; k++) {
                    double change = Math.log((double) (from + l) / (from + k));
                    double value = now[k] - COST_OF_CHANGE * change * change;
                    if (value > best) {
                        best = value;
                        came[i][l] = k;
                    }
                }
                next[l] = best + correlation[i][from + l] / scale;
            }
            now = next;
        }
        double[] periods = new double[correlation.length];
        int l = 0;
        for (int k = 1; k < lags; k++) {
            l = now[k] > now[l] ? k : l;
        }
        for (int i = correlation.length - 1; i >= 0; i--) {
            periods[i] = from + l;
            l = came[i][l];
        }
        return periods;
    }
}
