package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.f0.F0Track;
import io.melolog.worker.dsp.note.Note;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the melody of a recording.
 *
 * @param f0 the pitch tracker's own track
 * @param melody the pitch inside the notes, on a finer time grid
 * @param notes the notes, in the order of their onsets
 * @param clef the clef that suits the range
 * @param key the key, null when there are no notes
 * @param grid tempo and bars; its {@link BeatGrid#tempoBpm()} is null when the tempo is unknown
 */
public record PitchAnalysis(
        F0Track f0,
        F0Track melody,
        List<Note> notes,
        Clef clef,
        @Nullable Key key,
        BeatGrid grid) {

    public PitchAnalysis {
        notes = List.copyOf(notes);
    }

    /** The time signature of the score: always 4/4, meter is not analysed. */
    public String timeSignature() {
        return "4/4";
    }
}
