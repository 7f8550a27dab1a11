package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.Arrays;

/**
 * A hidden Markov model of notes: for every pitch a state in which the note begins (attack, pitch still moving) and one in
 * which it lasts (stable), and one silent state (Mauch, Cannam et al. 2015, "Computer-aided melody note transcription using
 * the Tony software", section 2.2). A note begins in its attack. Unlike there, the pitch comes without its vibrato, so
 * that the stable state may be narrow, and a new note is made cheaper by evidence of an onset at that frame; on one pitch
 * it is possible by such evidence only.
 *
 * <p>Decodes one phrase per instance, in memory of two bytes per frame and state.
 */
final class NoteHmm {
    /** Odds at which evidence begins to make a note of another pitch cheaper, and the least that such a note costs. */
    private static final double USEFUL_ODDS = -4;

    private static final double LEAST_COST = 1;
    private static final double IMPOSSIBLE = -1e9;
    private static final double MARGIN_SEMITONES = 1;

    private final NoteHmmParams p;
    private final Contour contour;
    private final float[] onset;
    private final int from;
    private final int frames;
    private final double lowest;
    private final int pitches;
    private final int silent;
    private final short[] back;
    private final double[] stable;
    private final double[] attack;
    private double[] value;
    private double[] next;

    /** @param onset evidence per frame of the contour, see {@link io.melolog.worker.dsp.onset.OnsetDetector} */
    NoteHmm(NoteHmmParams params, Contour contour, float[] onset, Phrase phrase) {
        this.p = params;
        this.contour = contour;
        this.onset = onset;
        this.from = phrase.from();
        this.frames = phrase.frames();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int t = from; t < phrase.to(); t++) {
            if (contour.voiced(t)) {
                low = Math.min(low, contour.midi(t));
                high = Math.max(high, contour.midi(t));
            }
        }
        this.lowest = Math.floor(low - MARGIN_SEMITONES);
        this.pitches = (int) Math.ceil((high + MARGIN_SEMITONES - lowest) * p.statesPerSemitone()) + 1;
        this.silent = 2 * pitches;
        this.back = new short[frames * (silent + 1)];
        this.stable = new double[pitches];
        this.attack = new double[pitches];
        this.value = new double[silent + 1];
        this.next = new double[silent + 1];
    }

    /** The first frames of the notes of the best path, each with the frame after its last; pairs in ascending order. */
    int[] decode() {
        Arrays.fill(value, IMPOSSIBLE);
        value[silent] = 0;
        for (int t = 0; t < frames; t++) {
            observe(from + t);
            step(t * (silent + 1), onset[from + t], contour.voiced(from + t) ? -p.rest() : 0);
            double[] swap = value;
            value = next;
            next = swap;
        }
        return trace();
    }

    private void observe(int t) {
        if (!contour.voiced(t)) {
            Arrays.fill(stable, -p.unvoiced());
            Arrays.fill(attack, -p.unvoiced());
            return;
        }
        for (int i = 0; i < pitches; i++) {
            double stray = contour.midi(t) - lowest - (double) i / p.statesPerSemitone();
            stable[i] = -Math.min(p.strayCap(), square(stray / p.stableSemitones()) / 2);
            attack[i] = -Math.min(p.strayCap(), square(stray / p.attackSemitones()) / 2) - p.attack();
        }
    }

    private static double square(double x) {
        return x * x;
    }

    private void step(int at, double evidence, double restValue) {
        int best = pitches;
        for (int i = pitches; i < silent; i++) {
            best = value[i] > value[best] ? i : best;
        }
        double top = Math.max(value[silent], value[best]);
        begin(at, evidence, best, top);
        for (int i = 0; i < pitches; i++) {
            boolean settles = value[i] > value[pitches + i];
            next[pitches + i] = stable[i] + (settles ? value[i] : value[pitches + i]) - top;
            back[at + pitches + i] = (short) (settles ? i : pitches + i);
        }
        boolean ends = value[best] - p.leave() > value[silent];
        next[silent] = restValue + (ends ? value[best] - p.leave() : value[silent]) - top;
        back[at + silent] = (short) (ends ? best : silent);
    }

    /** The attack states: from a rest, from the best note there is, or from the same note once more. */
    private void begin(int at, double evidence, int best, double top) {
        double fromRest = value[silent] - cost(p.enter(), evidence);
        double fromOther = value[best] - cost(p.change(), evidence);
        double repeat = evidence - p.repeatOdds() + p.attack();
        int near = p.statesPerSemitone() / 2;
        for (int i = 0; i < pitches; i++) {
            int origin = best;
            double entry = Math.abs(i - (best - pitches)) <= near ? value[best] + repeat : fromOther;
            if (value[pitches + i] + repeat > entry) {
                entry = value[pitches + i] + repeat;
                origin = pitches + i;
            }
            if (fromRest > entry) {
                entry = fromRest;
                origin = silent;
            }
            boolean begins = entry > value[i];
            next[i] = attack[i] + (begins ? entry : value[i]) - top;
            back[at + i] = (short) (begins ? origin : i);
        }
    }

    private static double cost(double full, double evidence) {
        return full - Math.clamp(evidence - USEFUL_ODDS, 0, full - LEAST_COST);
    }

    private int[] trace() {
        int state = silent;
        for (int i = pitches; i < silent; i++) {
            state = value[i] > value[state] ? i : state;
        }
        int[] bounds = new int[2 * frames];
        int at = bounds.length;
        int end = frames;
        for (int t = frames - 1; t >= 0; t--) {
            int before = back[t * (silent + 1) + state];
            if (state < pitches && before != state) {
                bounds[--at] = from + end;
                bounds[--at] = from + t;
                end = t;
            }
            if (state == silent) {
                end = t;
            }
            state = before;
        }
        return Arrays.copyOfRange(bounds, at, bounds.length);
    }
}
