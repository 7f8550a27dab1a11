package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import io.melolog.worker.dsp.f0.F0Track;
import java.util.Arrays;
import java.util.List;

/**
 * The melody: the contour of the notes. A note's pitch is followed a little beyond its ends where it goes on audibly; short
 * gaps are filled from their neighbours in the note; a pitch that is octaves off the note's is brought back; what is left
 * is smoothed over three frames, so that a glide is a glide and no step. Elsewhere there is no melody.
 */
public final class Melody {
    private static final double OCTAVE = 12;
    /** Farther than this from its note, a pitch is not the note's, in any octave. */
    private static final double NEAR_SEMITONES = 1;
    /** Longer gaps are unvoiced consonants. */
    private static final int MOST_GAP_FRAMES = 6;

    private static final int MOST_EDGE_FRAMES = 2;
    private static final double FOLLOWED_SECONDS = 0.06;
    private static final double FOLLOWED_STEP_SEMITONES = 1;
    private static final double FOLLOWED_FALL_DB = 18;

    private final Contour contour;
    /** Semitones, NaN where there is no melody. */
    private final double[] midi;

    private Melody(Contour contour) {
        this.contour = contour;
        this.midi = new double[contour.frames()];
        Arrays.fill(midi, Double.NaN);
    }

    /** The melody of notes of this contour, on the contour's time grid. */
    public static F0Track of(List<Note> notes, Contour contour) {
        Melody melody = new Melody(contour);
        for (Note note : notes) {
            melody.add(note);
        }
        for (Note note : notes) {
            melody.follow(note);
        }
        return melody.track();
    }

    private int from(Note note) {
        return contour.frames(note.onsetSeconds());
    }

    private int to(Note note) {
        return Math.min(midi.length, contour.frames(note.endSeconds()));
    }

    private void add(Note note) {
        int from = from(note);
        int to = to(note);
        double pitch = Pitch.midi(note.frequencyHz());
        int known = -1;
        for (int t = from; t < to; t++) {
            double folded = inOctaveOf(pitch, contour.midi(t));
            if (Double.isNaN(folded)) {
                continue;
            }
            midi[t] = folded;
            int gap = known < 0 ? from : known + 1;
            if (t - gap <= (known < 0 ? MOST_EDGE_FRAMES : MOST_GAP_FRAMES)) {
                fill(known < 0 ? t : known, gap, t, t);
            }
            known = t;
        }
        if (known >= 0 && to - known - 1 <= MOST_EDGE_FRAMES) {
            fill(known, known + 1, to, known);
        }
    }

    /** Fills the frames from {@code from} to {@code to} by the line between two known ones, or by one if they are the same. */
    private void fill(int left, int from, int to, int right) {
        for (int t = from; t < to; t++) {
            double share = left == right ? 0 : (double) (t - left) / (right - left);
            midi[t] = midi[left] + share * (midi[right] - midi[left]);
        }
    }

    /** The pitch moved by octaves to where the note is; NaN when it is not the note's. */
    private static double inOctaveOf(double note, double pitch) {
        double folded = pitch + OCTAVE * Math.rint((note - pitch) / OCTAVE);
        return Math.abs(pitch - note) < OCTAVE / 2 || Math.abs(folded - note) < NEAR_SEMITONES ? folded : Double.NaN;
    }

    private void follow(Note note) {
        int from = from(note);
        int to = to(note);
        float peakDb = Float.NEGATIVE_INFINITY;
        for (int t = from; t < to; t++) {
            peakDb = Math.max(peakDb, contour.levelDb(t));
        }
        int reach = contour.frames(FOLLOWED_SECONDS);
        for (int t = from - 1; t >= Math.max(0, from - reach) && goesOn(t, t + 1, peakDb); t--) {
            midi[t] = contour.midi(t);
        }
        for (int t = to; t < Math.min(midi.length, to + reach) && goesOn(t, t - 1, peakDb); t++) {
            midi[t] = contour.midi(t);
        }
    }

    private boolean goesOn(int t, int neighbour, float peakDb) {
        return Double.isNaN(midi[t])
                && contour.levelDb(t) > peakDb - FOLLOWED_FALL_DB
                && Math.abs(contour.midi(t) - midi[neighbour]) < FOLLOWED_STEP_SEMITONES;
    }

    private F0Track track() {
        float[] f0Hz = new float[midi.length];
        boolean[] voiced = new boolean[midi.length];
        float[] probability = new float[midi.length];
        for (int t = 0; t < midi.length; t++) {
            probability[t] = contour.probability(t);
            voiced[t] = !Double.isNaN(midi[t]);
            if (voiced[t]) {
                double before = t > 0 && !Double.isNaN(midi[t - 1]) ? midi[t - 1] : midi[t];
                double after = t + 1 < midi.length && !Double.isNaN(midi[t + 1]) ? midi[t + 1] : midi[t];
                f0Hz[t] = (float) Pitch.frequencyHz((before + 2 * midi[t] + after) / 4);
            }
        }
        return new F0Track(contour.sampleRateHz(), contour.hopSamples(), f0Hz, voiced, probability);
    }
}
