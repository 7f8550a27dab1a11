package io.melolog.worker.dsp.contour;

/**
 * Pitch candidates of a frame as the pYIN paper defines them (Mauch and Dixon 2014, equations 4 and 5): for each threshold the
 * first trough of YIN's normalised difference under it, thresholds being beta-distributed. So only those troughs are
 * candidates that are deeper than every one at a shorter lag, and each has the prior mass between its depth and theirs.
 */
final class RecordLows {
    private static final double LOG_2 = Math.log(2);
    private static final double BETA_B = 18;
    private static final double NO_TROUGH_WEIGHT = 0.01;
    private static final double HIGHEST_TROUGH = 0.8;

    private final int sampleRateHz;
    private final int minLag;
    private final int maxLag;
    private final double[] normalised;
    private final int[] lag = new int[ContourFrames.CANDIDATES];
    private final double[] weight = new double[ContourFrames.CANDIDATES];

    RecordLows(ContourParams params) {
        this.sampleRateHz = params.sampleRateHz();
        this.minLag = params.minLagSamples();
        this.maxLag = params.maxLagSamples();
        this.normalised = new double[maxLag + 1];
    }

    /** Adds the candidates of the frame begun in {@code out}. {@code difference} is indexed by lag, 0 to the longest. */
    double find(float[] difference, ContourFrames out) {
        normalise(difference);
        int found = 0;
        double lowest = HIGHEST_TROUGH;
        for (int i = minLag; i < maxLag; i++) {
            if (normalised[i] < lowest && normalised[i] <= normalised[i - 1] && normalised[i] < normalised[i + 1]) {
                double mass = massBelow(lowest) - massBelow(normalised[i]);
                lowest = normalised[i];
                found = keep(found, i, mass);
            }
        }
        for (int i = 0; i < found; i++) {
            boolean deepest = i == found - 1;
            double chance = weight[i] + (deepest ? NO_TROUGH_WEIGHT * massBelow(lowest) : 0);
            out.candidate(i, midi(period(lag[i])), chance);
        }
        return 10 * Math.log10(lowest + 1e-4);
    }

    /** Keeps the heaviest, in the order of their lags; the deepest is always among them, as the last. */
    private int keep(int found, int at, double mass) {
        int count = found;
        if (count == lag.length) {
            int lightest = 0;
            for (int i = 1; i < count; i++) {
                if (weight[i] < weight[lightest]) {
                    lightest = i;
                }
            }
            count--;
            System.arraycopy(lag, lightest + 1, lag, lightest, count - lightest);
            System.arraycopy(weight, lightest + 1, weight, lightest, count - lightest);
        }
        lag[count] = at;
        weight[count] = mass;
        return count + 1;
    }

    /** Cumulative mean normalised difference (de Cheveigné and Kawahara 2002, equation 8). */
    private void normalise(float[] difference) {
        double sum = 0;
        normalised[0] = 1;
        for (int i = 1; i <= maxLag; i++) {
            sum += difference[i];
            normalised[i] = difference[i] * i / (sum + Float.MIN_NORMAL);
        }
    }

    private double midi(double periodSamples) {
        return 69 + 12 * Math.log(sampleRateHz / periodSamples / 440) / LOG_2;
    }

    /** Mass of thresholds below {@code x} under beta(2, 18). */
    private static double massBelow(double x) {
        return 1 - Math.pow(1 - x, BETA_B) * (1 + BETA_B * x);
    }

    /** With the extremum of the parabola through three points. */
    private double period(int at) {
        double before = normalised[at - 1];
        double after = normalised[at + 1];
        double curvature = after + before - 2 * normalised[at];
        double slope = (after - before) / 2;
        return Math.abs(slope) >= Math.abs(curvature) ? at : at - slope / curvature;
    }
}
