package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts notes on the grid of sixteenths, for reading. One voice: a note ends where the next begins, gaps of a sixteenth are
 * closed, and of several notes within one sixteenth one is moved to the next and the rest are left out as ornaments.
 */
final class Quantiser {
    private Quantiser() {}

    static List<GridNote> quantise(List<Note> notes, BeatGrid grid) {
        List<GridNote> placed = new ArrayList<>();
        for (Note note : notes) {
            int wanted = Math.max(0, (int) Math.rint(grid.sixteenths(note.onsetSeconds())));
            int end = Math.max(wanted + 1, (int) Math.rint(grid.sixteenths(note.endSeconds())));
            int start = makeRoom(placed, wanted);
            if (start - wanted <= 1) {
                placed.add(new GridNote(start, Math.max(1, end - start), note.midi()));
            }
        }
        return joinUp(placed);
    }

    /** Shortens the note before, as far as it leaves it a sixteenth; returns the first free place from there. */
    private static int makeRoom(List<GridNote> placed, int wanted) {
        if (placed.isEmpty()) {
            return wanted;
        }
        GridNote before = placed.getLast();
        int start = Math.max(wanted, before.start() + 1);
        if (before.end() > start) {
            placed.set(placed.size() - 1, new GridNote(before.start(), start - before.start(), before.midi()));
        }
        return start;
    }

    private static List<GridNote> joinUp(List<GridNote> placed) {
        List<GridNote> joined = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            GridNote note = placed.get(i);
            boolean gap = i + 1 < placed.size() && placed.get(i + 1).start() == note.end() + 1;
            joined.add(gap ? new GridNote(note.start(), note.length() + 1, note.midi()) : note);
        }
        return joined;
    }
}
