package io.melolog.worker.dsp.beat;

/**
 * Beat times from onsets whose places on the beat are known: the beats {@code b} that minimise
 * {@code sum_n (t_n - b(p_n))^2 + stiffness * sum_i (b[i+1] - 2 b[i] + b[i-1])^2}, where {@code b(p)} lies between two beats linearly (a Whittaker
 * smoother, E. T. Whittaker 1923, with an interpolation matrix). So the tempo follows the player and not each onset's jitter.
 */
final class BeatSmoother {
    private static final int BANDS = 3;
    /** Keeps the system regular where few onsets tell: as if the first and last difference were known that weakly. */
    private static final double RIDGE = 1e-9;

    private BeatSmoother() {}

    /**
     * The times of beats 0 to {@code beats - 1}.
     *
     * @param place places of the onsets in beats, within 0..beats - 1
     * @param seconds times of the onsets, as many, at least two of them at different places
     * @param beats how many, two or more
     * @param stiffness how much a change of the beat's length weighs against a deviation of one onset
     */
    static double[] smooth(double[] place, double[] seconds, int beats, double stiffness) {
        double[][] normal = new double[BANDS][beats];
        double[] right = new double[beats];
        for (int n = 0; n < place.length; n++) {
            int i = Math.clamp((long) Math.floor(place[n]), 0, beats - 2);
            double w = place[n] - i;
            normal[0][i] += (1 - w) * (1 - w);
            normal[0][i + 1] += w * w;
            normal[1][i] += w * (1 - w);
            right[i] += (1 - w) * seconds[n];
            right[i + 1] += w * seconds[n];
        }
        for (int i = 1; i + 1 < beats; i++) {
            bend(normal, i, stiffness);
        }
        for (int i = 0; i < beats; i++) {
            normal[0][i] += RIDGE;
            right[i] += RIDGE * line(place, seconds, i);
        }
        return solve(normal, right);
    }

    private static void bend(double[][] normal, int i, double stiffness) {
        normal[0][i - 1] += stiffness;
        normal[0][i] += 4 * stiffness;
        normal[0][i + 1] += stiffness;
        normal[1][i - 1] -= 2 * stiffness;
        normal[1][i] -= 2 * stiffness;
        normal[2][i - 1] += stiffness;
    }

    /** The straight line through the first and the last onset. */
    private static double line(double[] place, double[] seconds, int beat) {
        int last = place.length - 1;
        return seconds[0] + (beat - place[0]) * (seconds[last] - seconds[0]) / (place[last] - place[0]);
    }

    /** Cholesky's method on a symmetric matrix of two bands beside the diagonal: {@code a[d][i]} is the element at (i, i + d). */
    private static double[] solve(double[][] a, double[] b) {
        int n = b.length;
        double[][] l = new double[BANDS][n];
        for (int i = 0; i < n; i++) {
            double d = a[0][i];
            d -= i >= 1 ? l[1][i - 1] * l[1][i - 1] : 0;
            d -= i >= 2 ? l[2][i - 2] * l[2][i - 2] : 0;
            l[0][i] = Math.sqrt(d);
            l[1][i] = (a[1][i] - (i >= 1 ? l[1][i - 1] * l[2][i - 1] : 0)) / l[0][i];
            l[2][i] = a[2][i] / l[0][i];
        }
        double[] x = b.clone();
        for (int i = 0; i < n; i++) {
            x[i] -= (i >= 1 ? l[1][i - 1] * x[i - 1] : 0) + (i >= 2 ? l[2][i - 2] * x[i - 2] : 0);
            x[i] /= l[0][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            x[i] -= (i + 1 < n ? l[1][i] * x[i + 1] : 0) + (i + 2 < n ? l[2][i] * x[i + 2] : 0);
            x[i] /= l[0][i];
        }
        return x;
    }
}
