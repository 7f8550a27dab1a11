package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.Arrays;

/**
 * A hidden Markov model of notes: for every pitch a state in which the note begins (attack, pitch still moving) and one in
 * which it lasts (stable), and one silent state (Mauch, Cannam et al. 2015, "Computer-aided melody note transcription using
 * the Tony software", section 2.2). A note begins in its attack. Unlike there, the pitch comes without its vibrato, so that
 * the stable state may be narrow, and a new note is made cheaper by evidence of an onset at that frame.
 */
final class NoteHmm {
    private final NoteHmmParams p;
    private final int pitches;
    private final int silent;
    private final int states;

    NoteHmm(NoteHmmParams params) {
        this.p = params;
        this.pitches = params.pitches();
        this.silent = 2 * pitches;
        this.states = silent + 1;
    }

    /**
     * The best state of each frame of {@code [from, to)}: -1 for silence, else the pitch; a note's first frame is marked in
     * {@code begins}.
     *
     * @param onset evidence of an onset per frame, 0 or more nats
     */
    int[] decode(Contour contour, float[] onset, int from, int to, boolean[] begins) {
        int n = to - from;
        short[] back = new short[n * states];
        double[] value = new double[states];
        double[] next = new double[states];
        Arrays.fill(value, -1e9);
        value[silent] = 0;
        double[] stable = new double[pitches];
        double[] attack = new double[pitches];
        for (int t = 0; t < n; t++) {
            observe(contour, from + t, stable, attack);
            double rest = contour.voiced(from + t) ? -p.rest() : 0;
            step(value, next, back, t * states, stable, attack, rest, onset[from + t]);
            double[] swap = value;
            value = next;
            next = swap;
        }
        return trace(back, value, n, begins, from);
    }

    private void observe(Contour contour, int t, double[] stable, double[] attack) {
        if (!contour.voiced(t)) {
            Arrays.fill(stable, -p.unvoiced());
            Arrays.fill(attack, -p.unvoiced());
            return;
        }
        double midi = contour.midi(t);
        for (int i = 0; i < pitches; i++) {
            double d = midi - p.midi(i);
            stable[i] = -Math.min(p.strayCap(), d * d / (2 * p.stableSigma() * p.stableSigma()));
            attack[i] = -Math.min(p.strayCap(), d * d / (2 * p.attackSigma() * p.attackSigma())) - p.attack();
        }
    }

    private void step(
            double[] value,
            double[] next,
            short[] back,
            int at,
            double[] stable,
            double[] attack,
            double rest,
            double onset) {
        int best = 0;
        for (int i = 1; i < pitches; i++) {
            if (value[pitches + i] > value[pitches + best]) {
                best = i;
            }
        }
        double fromRest = value[silent] - (p.enter() - Math.clamp(onset + 4, 0, p.enter() - 1));
        double top = Math.max(value[silent], value[pitches + best]);
        double change = p.change() - Math.clamp(onset + 4, 0, p.change() - 1);
        double repeat = -onset - p.repeat();
        int near = p.statesPerSemitone() / 2;
        for (int i = 0; i < pitches; i++) {
            int origin = pitches + best;
            double from = value[origin] - (Math.abs(i - best) <= near ? repeat : change);
            double same = value[pitches + i] - repeat;
            if (same > from) {
                from = same;
                origin = pitches + i;
            }
            if (fromRest > from) {
                from = fromRest;
                origin = silent;
            }
            boolean starts = from > value[i];
            next[i] = attack[i] + (starts ? from : value[i]);
            back[at + i] = (short) (starts ? origin : i);
            boolean settles = value[i] > value[pitches + i];
            next[pitches + i] = stable[i] + (settles ? value[i] : value[pitches + i]);
            back[at + pitches + i] = (short) (settles ? i : pitches + i);
        }
        boolean ends = value[pitches + best] - 0.5 > value[silent];
        next[silent] = rest + (ends ? value[pitches + best] - 0.5 : value[silent]);
        back[at + silent] = (short) (ends ? pitches + best : silent);
        for (int s = 0; s < states; s++) {
            next[s] -= top;
        }
    }

    private int[] trace(short[] back, double[] value, int n, boolean[] begins, int from) {
        int[] path = new int[n];
        int s = silent;
        for (int i = pitches; i < states; i++) {
            if (value[i] > value[s]) {
                s = i;
            }
        }
        for (int t = n - 1; t >= 0; t--) {
            path[t] = s == silent ? -1 : s % pitches;
            int before = back[t * states + s];
            begins[from + t] = s < pitches && before != s;
            s = before;
        }
        return path;
    }
}
