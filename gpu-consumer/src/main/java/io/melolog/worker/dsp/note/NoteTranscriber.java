package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.List;

/** Cuts a pitch contour into notes. Implementations are immutable, so threads may share them. */
public interface NoteTranscriber {

    /** The notes in the order of their onsets, none overlapping another. */
    List<Note> transcribe(Contour contour);
}
