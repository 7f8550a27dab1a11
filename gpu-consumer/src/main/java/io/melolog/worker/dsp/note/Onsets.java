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
        float[] wob = median(wobble(c), 43);
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
            double z = -4.84 + 1.32 * Math.log(Math.max(.05, nov[t])) + .15 * Math.min(8, hi - lo) + .69 * Math.log(Math.max(0.05, dx / (md[t] + .2))) + .29 * Math.min(8, apx - ma[t]) - .69 * Math.min(2.5, 10 * wob[t / 8]);
            out[t - 1] = (float) z;
        }
        float[] kept = out.clone();
        for (int t = 0; t < n; t++)
            for (int k = Math.max(0, t - 8); k <= Math.min(n - 1, t + 8); k++)
                if (out[k] > out[t]) kept[t] = -9;
        return kept;
    }

    static float[] wobble(Contour c) {
        float[] out = new float[(c.frames() + 7) / 8];
        float[] w = new float[51];
        float last = 0;
        for (int i = 0; i < out.length; i++) {
            int n = 0;
            for (int t = Math.max(0, 8 * i - 25); t <= Math.min(c.frames() - 1, 8 * i + 25); t++) if (c.voiced(t)) w[n++] = c.midi(t);
            if (n > 8) {
                Arrays.sort(w, 0, n);
                float med = w[n / 2];
                double s = 0, q = 0; int m = 0;
                for (int k = 0; k < n; k++) if (Math.abs(w[k] - med) < 1.5) { s += w[k] - med; q += (w[k] - med) * (w[k] - med); m++; }
                last = (float) Math.sqrt(Math.max(0, q / m - s / m * s / m));
            }
            out[i] = last;
        }
        return out;
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
