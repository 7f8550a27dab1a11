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
        for (int i = 1; i < out.size(); i++) {
            Segment a = out.get(i - 1), b = out.get(i);
            if (b.from() - a.to() > 14 || isRest(c, a.to(), b.from())) continue;
            int at = (a.to() + b.from()) / 2;
            if (b.from() - a.to() <= 2 && Math.abs(a.midi() - b.midi()) >= 0.5) at = crossing(a, b, smooth);
            at = articulation(c, at, Math.max(a.from() + 3, Math.min(a.to(), at - 8)), Math.min(b.to() - 3, Math.max(b.from(), at + 5)));
            if (at > a.from() + 2 && at < b.to() - 2) {
                out.set(i - 1, new Segment(a.from(), at, a.midi()));
                out.set(i, new Segment(at, b.to(), b.midi()));
            }
        }
        for (int i = 0; i < out.size(); i++) {
            Segment a = out.get(i);
            if (i + 1 < out.size() && out.get(i + 1).from() == a.to()) continue;
            int end = offset(c, a);
            if (end > a.from() + 3) out.set(i, new Segment(a.from(), end, a.midi()));
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

    static final double DROP = Double.parseDouble(System.getProperty("drop", "20"));

    static int offset(Contour c, Segment s) {
        float peak = -300;
        int at = s.from();
        for (int t = s.from(); t < s.to(); t++) if (c.levelDb(t) > peak) { peak = c.levelDb(t); at = t; }
        for (int t = at; t < s.to(); t++) if (c.levelDb(t) < peak - DROP) return t;
        return s.to();
    }

    static boolean isRest(Contour c, int from, int to) {
        if (to <= from) return false;
        float ap = -100, lo = 300, before = -300, after = -300;
        for (int t = Math.max(0, from - 2); t <= to; t++) { ap = Math.max(ap, c.aperiodicityDb(t)); lo = Math.min(lo, c.levelDb(t)); }
        for (int k = 1; k <= 10; k++) { before = Math.max(before, c.levelDb(Math.max(0, from - k))); after = Math.max(after, c.levelDb(Math.min(c.frames() - 1, to + k - 1))); }
        return -1.0 + 0.36 * ap + 0.26 * (Math.min(before, after) - lo) > 0;
    }

    static int articulation(Contour c, int at, int lo, int hi) {
        int from = lo, to = hi;
        if (to <= from) return at;
        int ap = from, de = from, no = from;
        for (int t = from; t <= to; t++) {
            if (c.aperiodicityDb(t) > c.aperiodicityDb(ap)) ap = t;
            if (c.decay(t) > c.decay(de)) de = t;
            if (c.novelty(t) > c.novelty(no)) no = t;
        }
        return (int) Math.rint((2 * ap + de - 1 + no - 1) / 4.0);
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
