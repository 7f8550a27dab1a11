package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.util.List;
import java.util.Locale;

/** The clefs a melody is written in. */
public enum Clef {
    /** G clef on the second line: E4 to F5 lie within the staff. */
    TREBLE('G', 2, 64, 77),
    /** F clef on the fourth line: G2 to A3 lie within the staff. */
    BASS('F', 4, 43, 57);

    private final char sign;
    private final int line;
    private final int lowestMidi;
    private final int highestMidi;

    Clef(char sign, int line, int lowestMidi, int highestMidi) {
        this.sign = sign;
        this.line = line;
        this.lowestMidi = lowestMidi;
        this.highestMidi = highestMidi;
    }

    /** The clef that keeps the melody closer to the staff, by time; treble where both are as good. */
    public static Clef of(List<Note> notes) {
        double treble = 0;
        double bass = 0;
        for (Note note : notes) {
            treble += TREBLE.outside(note.midi()) * note.durationSeconds();
            bass += BASS.outside(note.midi()) * note.durationSeconds();
        }
        return bass < treble ? BASS : TREBLE;
    }

    /** As in the result: {@code treble} or {@code bass}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    char sign() {
        return sign;
    }

    int line() {
        return line;
    }

    private int outside(int midi) {
        return Math.max(0, Math.max(lowestMidi - midi, midi - highestMidi));
    }
}
