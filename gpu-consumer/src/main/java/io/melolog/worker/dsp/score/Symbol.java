package io.melolog.worker.dsp.score;

import org.jspecify.annotations.Nullable;

/**
 * One printed note or rest: of a length that has a symbol.
 *
 * @param start ticks since the barline
 * @param length ticks; 0 for a grace note
 * @param pitch what is written; null for a rest
 * @param tiedFrom whether it goes on a note before it
 * @param tiedTo whether the next one goes on this note
 */
public record Symbol(int start, int length, @Nullable Spelling pitch, boolean tiedFrom, boolean tiedTo) {
    static Symbol rest(int start, int length) {
        return new Symbol(start, length, null, false, false);
    }

    boolean rest() {
        return pitch == null;
    }

    boolean grace() {
        return length == 0;
    }

    int end() {
        return start + length;
    }

    /** Whether it is one of three in the time of two. */
    boolean triplet() {
        return NoteValue.triplet(length);
    }
}
