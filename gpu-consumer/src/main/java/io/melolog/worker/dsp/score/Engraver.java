package io.melolog.worker.dsp.score;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a line of notes into 4/4 bars of printable symbols: rests fill the gaps, what crosses a barline or has no symbol of its own
 * becomes tied notes, and off-beat notes are cut at the next beat so that the beats can be seen.
 */
final class Engraver {
    private static final int BAR = BeatGrid.SIXTEENTHS_PER_BAR;
    private static final int BEAT = BeatGrid.SIXTEENTHS_PER_BEAT;
    /** Lengths with a symbol of their own that may start on a beat, longest first. */
    private static final int[] ON_BEAT = {16, 12, 8, 6, 4, 3, 2, 1};

    private Engraver() {}

    /** The bars, at least one; the lengths in each add up to 16. */
    static List<List<Symbol>> bars(List<GridNote> notes) {
        int end = notes.isEmpty() ? 0 : notes.getLast().end();
        List<List<Symbol>> bars = new ArrayList<>();
        for (int i = 0; i < Math.max(1, (end + BAR - 1) / BAR); i++) {
            bars.add(new ArrayList<>());
        }
        int at = 0;
        for (GridNote note : notes) {
            place(bars, at, note.start(), null);
            place(bars, note.start(), note.end(), note);
            at = note.end();
        }
        place(bars, at, bars.size() * BAR, null);
        return bars;
    }

    private static void place(List<List<Symbol>> bars, int from, int to, @Nullable GridNote note) {
        int at = from;
        while (at < to) {
            int inBar = at % BAR;
            int length = pieceLength(inBar, Math.min(to - at, BAR - inBar));
            List<Symbol> bar = bars.get(at / BAR);
            if (note == null) {
                bar.add(Symbol.rest(inBar, length));
            } else {
                bar.add(new Symbol(inBar, length, note.midi(), false, at > from, at + length < to));
            }
            at += length;
        }
    }

    /** The longest first piece of what starts at {@code inBar} and lasts {@code length}, within the bar. */
    private static int pieceLength(int inBar, int length) {
        int inBeat = inBar % BEAT;
        if (inBeat != 0) {
            return Math.min(length, BEAT - inBeat);
        }
        for (int candidate : ON_BEAT) {
            if (candidate <= length && readable(inBar, candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no symbol for " + length + " sixteenths at " + inBar);
    }

    /** From the second beat, only a half or a dotted half may hide the middle of the bar. */
    private static boolean readable(int inBar, int length) {
        return inBar != BEAT || length != 6;
    }
}
