package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A melody as it is written, and when it was sung: what every score file is made from.
 *
 * @param notes the notes, as sung
 * @param written for each note its place on the paper, already transposed
 * @param measures the bars
 * @param grid bars and beats in time
 * @param clef the clef that suits what is written
 * @param key the key of what is sung; null when there are no notes
 * @param transposeSemitones how much higher than sung it is written
 */
public record Score(
        List<Note> notes,
        List<GridNote> written,
        List<Measure> measures,
        ScoreGrid grid,
        Clef clef,
        @Nullable Key key,
        int transposeSemitones) {

    public Score {
        notes = List.copyOf(notes);
        written = List.copyOf(written);
        measures = List.copyOf(measures);
    }

    /** The key of what is written. */
    @Nullable
    Key writtenKey() {
        return key == null ? null : key.transposed(transposeSemitones);
    }

    /** Sharps of the written key signature, flats if negative. */
    int fifths() {
        Key written = writtenKey();
        return written == null ? 0 : written.fifths();
    }

    /** A written MIDI number, kept within MIDI's range. */
    int writtenMidi(Note note) {
        return Math.clamp(note.midi() + transposeSemitones, 0, 127);
    }
}
