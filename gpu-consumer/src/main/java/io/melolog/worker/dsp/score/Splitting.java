package io.melolog.worker.dsp.score;

import java.util.ArrayList;
import java.util.List;

/**
 * Into which printed symbols a note or rest within a bar is cut, so that the beats can be seen: the usual rules of notation (E. Gould, "Behind Bars",
 * 2011, "Grouping of note values").
 */
final class Splitting {
    private static final int[] LENGTHS = {96, 72, 48, 36, 24, 18, 12, 6, 3};

    private Splitting() {}

    /** Lengths of the symbols for a note from {@code start} on, ticks since the barline; what is left of the bar must hold it. */
    static List<Integer> note(Meter meter, int start, int length) {
        return split(meter, start, length, false);
    }

    /** Lengths of the symbols for a rest. */
    static List<Integer> rest(Meter meter, int start, int length) {
        return start == 0 && length == meter.barTicks() ? List.of(length) : split(meter, start, length, true);
    }

    private static List<Integer> split(Meter meter, int start, int length, boolean rest) {
        List<Integer> pieces = new ArrayList<>();
        int at = start;
        int end = start + length;
        while (at < end) {
            int piece = piece(meter, at, end - at, rest);
            pieces.add(piece);
            at += piece;
        }
        return pieces;
    }

    private static int piece(Meter meter, int start, int length, boolean rest) {
        int beat = meter.beatTicks();
        int inBeat = start % beat;
        int toBeat = beat - inBeat;
        if (!meter.compound() && inTriplet(start, length, beat)) {
            return Math.min(length, toBeat);
        }
        if (NoteValue.exists(length) && !NoteValue.triplet(length) && readable(meter, start, length, rest)) {
            return length;
        }
        int end = start + length;
        // What ends in a beat divided in three enters it at its beginning.
        int whole = end % 3 == 0 ? length : end - end % beat - start;
        int limit = inBeat != 0 ? Math.min(whole, toBeat) : whole;
        for (int candidate : LENGTHS) {
            if (candidate <= limit && readable(meter, start, candidate, rest)) {
                return candidate;
            }
        }
        return Math.min(length, toBeat);
    }

    /** Whether the first symbol belongs to a beat that is divided in three. */
    private static boolean inTriplet(int start, int length, int beat) {
        boolean startsThere = start % 3 != 0;
        boolean endsThere = (start + length) % 3 != 0 && start / beat == (start + length) / beat;
        return startsThere || endsThere;
    }

    private static boolean readable(Meter meter, int start, int length, boolean rest) {
        return meter.compound()
                ? readableCompound(meter, start, length, rest)
                : readableSimple(meter, start, length, rest);
    }

    private static boolean readableSimple(Meter meter, int start, int length, boolean rest) {
        int beat = meter.beatTicks();
        int inBeat = start % beat;
        int end = start + length;
        boolean withinBeat = inBeat + length <= beat;
        boolean hidesMiddle = start < meter.middle() && end > meter.middle();
        if (rest) {
            boolean half = length == 2 * beat && start % (2 * beat) == 0 && meter.beats() == 4;
            return length % 9 != 0 && (half || withinBeat && start % length == 0);
        }
        if (hidesMiddle) {
            return inBeat == 0 && length % beat == 0 && (start == 0 || start == beat);
        }
        if (inBeat == 0) {
            return length % beat == 0 || length == 36 || withinBeat;
        }
        boolean syncopation = inBeat == beat / 2 && (length == beat || length == 36 && end % beat == 0);
        return withinBeat || syncopation;
    }

    private static boolean readableCompound(Meter meter, int start, int length, boolean rest) {
        int beat = meter.beatTicks();
        int inBeat = start % beat;
        if (inBeat + length <= beat) {
            return rest
                    ? length == beat || length == 24 && inBeat == 0 || length <= 12 && start % length == 0
                    : inBeat % 12 == 0 || inBeat % 12 + length <= 12 || length == 12;
        }
        return !rest && inBeat == 0 && length % beat == 0;
    }
}
