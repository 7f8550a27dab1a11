package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.util.List;
import java.util.Locale;

/** The clefs a melody is written in. */
public enum Clef {
    /** G clef on the second line: E4 to F5 lie within the staff. */
    TREBLE('G', 2, 0, 64, 77),
    /** The same an octave lower, for tenors. */
    TREBLE_8VB('G', 2, -1, 52, 65),
    /** F clef on the fourth line: G2 to A3 lie within the staff. */
    BASS('F', 4, 0, 43, 57);

    /** Semitones outside the staff that readers bear, on average, before they want the tenor's clef. */
    private static final double BEARABLE = 1.5;

    private final char sign;
    private final int line;
    private final int octaves;
    private final int lowestMidi;
    private final int highestMidi;

    Clef(char sign, int line, int octaves, int lowestMidi, int highestMidi) {
        this.sign = sign;
        this.line = line;
        this.octaves = octaves;
        this.lowestMidi = lowestMidi;
        this.highestMidi = highestMidi;
    }

    /**
     * The clef that keeps the melody closest to the staff, by time: treble where both are as good, the tenor's where treble and bass are both bad.
     *
     * @param transposeSemitones how much higher than the notes it is written
     */
    public static Clef of(List<Note> notes, int transposeSemitones) {
        double seconds =
                Math.max(1e-9, notes.stream().mapToDouble(Note::durationSeconds).sum());
        double treble = TREBLE.outside(notes, transposeSemitones) / seconds;
        double bass = BASS.outside(notes, transposeSemitones) / seconds;
        double tenor = TREBLE_8VB.outside(notes, transposeSemitones) / seconds;
        if (Math.min(treble, bass) - tenor > BEARABLE) {
            return TREBLE_8VB;
        }
        return bass < treble ? BASS : TREBLE;
    }

    /** As in the result: {@code treble}, {@code treble_8vb} or {@code bass}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    char sign() {
        return sign;
    }

    int line() {
        return line;
    }

    /** Octaves that notes sound above what the sign says. */
    int octaves() {
        return octaves;
    }

    private double outside(List<Note> notes, int transposeSemitones) {
        double sum = 0;
        for (Note note : notes) {
            int midi = note.midi() + transposeSemitones;
            sum += Math.max(0, Math.max(lowestMidi - midi, midi - highestMidi)) * note.durationSeconds();
        }
        return sum;
    }
}
