package io.melolog.worker.dsp.score;

/**
 * A note on the grid of sixteenths.
 *
 * @param start sixteenths since the first barline
 * @param length sixteenths, at least 1
 * @param midi MIDI number
 */
record GridNote(int start, int length, int midi) {
    int end() {
        return start + length;
    }
}
