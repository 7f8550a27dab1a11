package io.melolog.worker.dsp.score;

/**
 * One printed note or rest: of a length that has a symbol.
 *
 * @param start sixteenths since the barline
 * @param length sixteenths: 1, 2, 3, 4, 6, 8, 12 or 16
 * @param midi MIDI number, of no meaning for a rest
 * @param rest whether it is a rest
 * @param tiedFrom whether it goes on a note before it
 * @param tiedTo whether the next one goes on this note
 */
record Symbol(int start, int length, int midi, boolean rest, boolean tiedFrom, boolean tiedTo) {
    static Symbol rest(int start, int length) {
        return new Symbol(start, length, 0, true, false, false);
    }
}
