package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

final class Boundaries {
    private Boundaries() {}

    static List<Segment> refine(List<Segment> in, Contour c, Contour smooth) {
        List<Segment> out = new ArrayList<>();
        // pitch by median
        for (Segment s : in) {
            double m = pitch(s, smooth);
            if (!Double.isNaN(m)) out.add(new Segment(s.from(), s.to(), m));
        }
        // middle of the glide
        for (int i = 1; i < out.size(); i++) {
            Segment a = out.get(i - 1), b = out.get(i);
            if (a.to() != b.from()) continue;
            if (Math.abs(a.midi() - b.midi()) < 0.5) continue;
            int at = crossing(a, b, smooth);
            if (at > a.from() + 2 && at < b.to() - 2) {
                out.set(i - 1, new Segment(a.from(), at, a.midi()));
                out.set(i, new Segment(at, b.to(), b.midi()));
            }
        }
        return out;
    }

    static int crossing(Segment a, Segment b, Contour c) {
        double mid = (a.midi() + b.midi()) / 2;
        double sign = Math.signum(b.midi() - a.midi());
        // best split: minimise misclassified frames
        int lo = Math.max(a.from(), b.from() - 12), hi = Math.min(b.to(), b.from() + 12);
        int best = b.from(); int bestCost = Integer.MAX_VALUE;
        for (int t = lo; t <= hi; t++) {
            int cost = 0;
            for (int i = lo; i < hi; i++) {
                if (!c.voiced(i)) continue;
                boolean after = (c.midi(i) - mid) * sign > 0;
                if (after != (i >= t)) cost++;
            }
            if (cost < bestCost || cost == bestCost && Math.abs(t - b.from()) < Math.abs(best - b.from())) { bestCost = cost; best = t; }
        }
        return best;
    }

    static double pitch(Segment s, Contour c) {
        int skip = Math.min(5, s.frames() / 4);
        double[] v = new double[s.frames()];
        int n = 0;
        for (int t = s.from() + skip; t < s.to() - skip / 2; t++) if (c.voiced(t)) v[n++] = c.midi(t);
        if (n == 0) return Double.NaN;
        double[] w = Arrays.copyOf(v, n);
        Arrays.sort(w);
        return w[n / 2];
    }
}
