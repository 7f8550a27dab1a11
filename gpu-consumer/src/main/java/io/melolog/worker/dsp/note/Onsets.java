package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;

final class Onsets {
    private Onsets() {}
    static float[] evidence(Contour c) {
        int n = c.frames();
        float[] rise = new float[n];
        for (int t = 3; t < n - 3; t++) {
            float lo = Math.min(Math.min(c.levelDb(t - 3), c.levelDb(t - 2)), Math.min(c.levelDb(t - 1), c.levelDb(t)));
            float hi = Math.max(Math.max(c.levelDb(t), c.levelDb(t + 1)), Math.max(c.levelDb(t + 2), c.levelDb(t + 3)));
            rise[t] = hi - lo;
        }
        float[] out = new float[n];
        for (int t = 3; t < n - 3; t++) {
            boolean peak = true;
            for (int k = -3; k <= 3; k++) if (rise[t + k] > rise[t]) peak = false;
            if (peak) out[t] = (float) Math.min(7, 0.6 * Math.max(0, rise[t] - 2));
        }
        return out;
    }
}
