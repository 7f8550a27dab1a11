package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.util.ArrayList;
import java.util.List;

/** Puts the notes of one voice on the grid, for reading: where each begins was found with the beats, how long each is written is found here. */
final class Quantiser {
    private final ScoreGrid grid;
    private final int transposeSemitones;

    Quantiser(ScoreGrid grid, int transposeSemitones) {
        this.grid = grid;
        this.transposeSemitones = transposeSemitones;
    }

    /**
     * The notes as written: as many, in the same order, none overlapping.
     *
     * @param starts where each begins, ticks from 0 on, never falling; of several at one place all but the last become grace notes
     */
    List<GridNote> quantise(List<Note> notes, int[] starts) {
        Lengths lengths = new Lengths(grid.meter());
        List<GridNote> written = new ArrayList<>(notes.size());
        for (int i = 0; i < notes.size(); i++) {
            Note note = notes.get(i);
            boolean last = i == notes.size() - 1;
            int next = last ? endOfScore(starts[i], note) : starts[i + 1];
            double end = grid.ticksAt(note.endSeconds());
            int length = next == starts[i] ? 0 : lengths.of(starts[i], end, next, last);
            written.add(new GridNote(starts[i], length, note.midi() + transposeSemitones));
        }
        return written;
    }

    /** The barline at or after the end of the last note, at least a bar's rest of room. */
    private int endOfScore(int start, Note note) {
        int bar = grid.meter().barTicks();
        double end = Math.max(start + 1.0, grid.ticksAt(note.endSeconds()));
        return (int) Math.min(Integer.MAX_VALUE / 2, (Math.ceil(end / bar) + 1) * bar);
    }
}
