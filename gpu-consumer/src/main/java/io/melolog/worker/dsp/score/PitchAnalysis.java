package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.f0.F0Track;
import io.melolog.worker.dsp.note.Note;
import java.util.List;

/**
 * What is known about the melody of a recording.
 *
 * @param f0 the pitch tracker's own track
 * @param melody the pitch inside the notes, on a finer time grid
 * @param notes the notes, in the order of their onsets
 * @param score how they are written
 */
public record PitchAnalysis(F0Track f0, F0Track melody, List<Note> notes, Score score) {

    public PitchAnalysis {
        notes = List.copyOf(notes);
    }
}
