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
            if (b.from() - a.to() > 14) continue;
            double rest = restChance(c, a.to(), b.from());
            int at = (a.to() + b.from()) / 2;
            if (b.from() - a.to() <= 2 && Math.abs(a.midi() - b.midi()) >= 0.5) at = crossing(a, b, smooth);
            int lo = Math.max(a.from() + 3, Math.min(a.to(), at - 8)), hi = Math.min(b.to() - 3, Math.max(b.from(), at + 5));
            double leg = articulation(c, at, lo, hi);
            int rise = Math.max(b.from(), Math.min(hi, lo));
            for (int t = Math.max(0, b.from() - 5); t <= Math.min(b.to() - 3, b.from() + 3); t++) if (c.novelty(t) > c.novelty(rise)) rise = t;
            int onset = (int) Math.rint(rest * (b.from() + (NoteHmmParams.d("rise", 0) > 0 ? rise - 1 - b.from() : 0)) + (1 - rest) * leg);
            if (onset <= a.from() + 2 || onset >= b.to() - 2) continue;
            out.set(i, new Segment(onset, b.to(), b.midi()));
            out.set(i - 1, new Segment(a.from(), rest > 0.5 ? Math.min(a.to(), onset) : onset, a.midi()));
        }
        for (int i = 0; i < out.size(); i++) {
            Segment a = out.get(i);
            int floor = i > 0 ? out.get(i - 1).to() : 0;
            out.set(i, new Segment(scoop(c, a, floor), a.to(), a.midi()));
        }
        List<Segment> cut = new ArrayList<>();
        for (Segment a : out) audible(c, a, cut);
        return cut;
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

    

    static int scoop(Contour c, Segment s, int floor) {
        float peak = -300;
        for (int t = s.from(); t < Math.min(s.to(), s.from() + 10); t++) peak = Math.max(peak, c.levelDb(t));
        int t = s.from();
        int limit = Math.max(floor, s.from() - (int) NoteHmmParams.d("scoop", 12));
        while (t > limit && c.voiced(t - 1) && (!c.voiced(t) || Math.abs(c.midi(t - 1) - c.midi(t)) < 1) && c.levelDb(t - 1) > peak - NoteHmmParams.d("sdrop", 12)) t--;
        return t;
    }

    static void audible(Contour c, Segment s, List<Segment> out) {
        float peak = -300;
        for (int t = s.from(); t < s.to(); t++) peak = Math.max(peak, c.levelDb(t));
        double floor = peak - NoteHmmParams.d("drop", 16);
        int start = -1;
        for (int t = s.from(); t <= s.to(); t++) {
            boolean in = t < s.to() && c.levelDb(t) >= floor;
            if (in && start < 0) start = t;
            if (!in && start >= 0) {
                if (t - start >= NoteHmmParams.d("piece", 5)) out.add(new Segment(out.isEmpty() || out.getLast().to() <= s.from() ? Math.min(start, s.from() + (start - s.from() < 3 ? 0 : start - s.from())) : start, t, s.midi()));
                start = -1;
            }
        }
    }

    static double restChance(Contour c, int from, int to) {
        float lo = 300, before = -300, after = -300;
        float a1 = -100, a2 = -100, a3 = -100;
        for (int t = Math.max(0, from - 2 - (to - from < 3 ? 2 : 0)); t <= Math.min(c.frames() - 1, to + (to - from < 3 ? 2 : 0)); t++) {
            float a = c.aperiodicityDb(t);
            if (a > a1) { a3 = a2; a2 = a1; a1 = a; } else if (a > a2) { a3 = a2; a2 = a; } else if (a > a3) a3 = a;
            lo = Math.min(lo, c.levelDb(t));
        }
        for (int k = 1; k <= 8; k++) { before = Math.max(before, c.levelDb(Math.max(0, from - k))); after = Math.max(after, c.levelDb(Math.min(c.frames() - 1, to + k - 1))); }
        return 1 / (1 + Math.exp(-(NoteHmmParams.d("r0", -2.2) + 0.29 * (Math.min(before, after) - lo) + 0.21 * a3)));
    }

    static int articulation(Contour c, int at, int lo, int hi) {
        int from = lo, to = hi;
        if (to <= from) return at;
        int ap = from, no = from;
        float lo2 = 300;
        int low = from;
        for (int t = from; t <= to; t++) {
            if (c.aperiodicityDb(t) > c.aperiodicityDb(ap)) ap = t;
            if (c.novelty(t) > c.novelty(no)) no = t;
            if (c.levelDb(t) < c.levelDb(low)) low = t;
        }
        int de = from;
        for (int t = from; t <= Math.max(no, from); t++) if (c.decay(t) > c.decay(de)) de = t;
        float before = -300, after = -300;
        for (int k = 0; k <= 8; k++) { before = Math.max(before, c.levelDb(Math.max(0, low - k))); after = Math.max(after, c.levelDb(Math.min(c.frames() - 1, low + k))); }
        double dip = Math.min(before, after) - c.levelDb(low);
        if (dip > NoteHmmParams.d("cdip", 6) && c.aperiodicityDb(ap) < NoteHmmParams.d("apx", -6) && c.decay(de) > NoteHmmParams.d("th", 4.5) && c.decay(de) > NoteHmmParams.d("rho", 0.5) * c.novelty(no)) return (int) Math.rint(de - 1 + NoteHmmParams.d("dl", 1));
        de = from;
        for (int t = from; t <= to; t++) if (c.decay(t) > c.decay(de)) de = t;
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
