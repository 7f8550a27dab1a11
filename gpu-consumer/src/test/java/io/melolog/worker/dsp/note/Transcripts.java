package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contours;
import java.util.List;

/** Notes of synthesised signals at 22,050 Hz. */
final class Transcripts {
    static final int HOP_SAMPLES = 256;

    private Transcripts() {}

    static List<Note> notes(float[] signal) {
        return HmmNoteTranscriber.STANDARD.transcribe(Contours.of(signal));
    }

    static List<Integer> midis(List<Note> notes) {
        return notes.stream().map(Note::midi).toList();
    }
}
