package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.Arrays;

final class Onsets {
    private Onsets() {}
    static final double[] W = {-4.75, 1.04, 0.08, 0.11, 0.53};

    static float[] evidence(Contour c) {
        int n = c.frames();
        float[] nov = new float[n], dec = new float[n], ap = new float[n];
        for (int t = 0; t < n; t++) { nov[t] = c.novelty(t); dec[t] = c.decay(t); ap[t] = c.aperiodicityDb(t); }
        float[] mn = median(nov, 40), md = median(dec, 40), ma = median(ap, 30);
        float[] out = new float[n];
        Arrays.fill(out, -9);
        for (int t = 12; t < n - 12; t++) {
            boolean peak = nov[t] > 0;
            for (int k = -4; k <= 4; k++) if (nov[t + k] > nov[t]) peak = false;
            if (!peak) continue;
            float lo = 0, hi = -300; lo = 300;
            for (int k = 0; k <= 4; k++) { lo = Math.min(lo, c.levelDb(t - k)); hi = Math.max(hi, c.levelDb(t + k)); }
            float apx = -300, dx = 0;
            for (int k = -3; k <= 3; k++) apx = Math.max(apx, ap[t + k]);
            for (int k = -4; k < 4; k++) dx = Math.max(dx, dec[t + k]);
            double z = W[0] + W[1] * Math.log(nov[t] / (mn[t] + .2)) + W[2] * (hi - lo) + W[3] * (apx - ma[t]) + W[4] * Math.log(Math.max(0.05, dx / (md[t] + .2)));
            out[t - 1] = (float) z;
        }
        float[] kept = out.clone();
        for (int t = 0; t < n; t++)
            for (int k = Math.max(0, t - 8); k <= Math.min(n - 1, t + 8); k++)
                if (out[k] > out[t]) kept[t] = -9;
        return kept;
    }

    static float[] median(float[] x, int half) {
        float[] out = new float[x.length];
        float[] w = new float[2 * half + 1];
        for (int t = 0; t < x.length; t += 4) {
            int a = Math.max(0, t - half), b = Math.min(x.length, t + half + 1);
            System.arraycopy(x, a, w, 0, b - a);
            Arrays.sort(w, 0, b - a);
            for (int k = t; k < Math.min(x.length, t + 4); k++) out[k] = w[(b - a) / 2];
        }
        return out;
    }
}
