package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import io.melolog.worker.dsp.f0.F0Track;
import java.util.List;

/**
 * The melody: the contour inside the notes. Frames there without a pitch are filled from their neighbours in the note, and
 * a pitch that is octaves off the note's is brought back. Outside of notes there is no melody.
 */
public final class Melody {
    private static final double OCTAVE = 12;
    /** Farther than this from its note, a pitch is not the note's, in any octave. */
    private static final double NEAR_SEMITONES = 1;

    private final Contour contour;
    private final float[] f0Hz;
    private final boolean[] voiced;
    private final float[] probability;

    private Melody(Contour contour) {
        this.contour = contour;
        this.f0Hz = new float[contour.frames()];
        this.voiced = new boolean[contour.frames()];
        this.probability = new float[contour.frames()];
    }

    /** The melody of notes of this contour, on the contour's time grid. */
    public static F0Track of(List<Note> notes, Contour contour) {
        Melody melody = new Melody(contour);
        for (int t = 0; t < melody.probability.length; t++) {
            melody.probability[t] = contour.probability(t);
        }
        for (Note note : notes) {
            melody.add(note);
        }
        return new F0Track(
                contour.sampleRateHz(), contour.hopSamples(), melody.f0Hz, melody.voiced, melody.probability);
    }

    private void add(Note note) {
        int from = contour.frames(note.onsetSeconds());
        int to = Math.min(f0Hz.length, contour.frames(note.endSeconds()));
        double pitch = Pitch.midi(note.frequencyHz());
        int known = -1;
        for (int t = from; t < to; t++) {
            double midi = inOctaveOf(pitch, contour.midi(t));
            if (Double.isNaN(midi)) {
                continue;
            }
            voiced[t] = true;
            f0Hz[t] = (float) Pitch.frequencyHz(midi);
            fill(known, known < 0 ? from : known + 1, t, t);
            known = t;
        }
        if (known >= 0) {
            fill(known, known + 1, to, -1);
        }
    }

    /** Fills the frames from {@code from} to {@code to} by a line between two known ones, or by the one that there is. */
    private void fill(int left, int from, int to, int right) {
        for (int t = from; t < to; t++) {
            double share = left < 0 ? 1 : right < 0 ? 0 : (double) (t - left) / (right - left);
            double a = f0Hz[left < 0 ? right : left];
            double b = f0Hz[right < 0 ? left : right];
            f0Hz[t] = (float) (a * Math.pow(b / a, share));
            voiced[t] = true;
        }
    }

    /** The pitch moved by octaves to where the note is; NaN when it is not the note's. */
    private static double inOctaveOf(double note, double midi) {
        double folded = midi + OCTAVE * Math.rint((note - midi) / OCTAVE);
        return Math.abs(midi - note) < OCTAVE / 2 || Math.abs(folded - note) < NEAR_SEMITONES ? folded : Double.NaN;
    }
}
