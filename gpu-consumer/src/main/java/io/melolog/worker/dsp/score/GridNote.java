package io.melolog.worker.dsp.score;

/**
 * A note as it is written.
 *
 * @param start ticks since the barline of beat 0
 * @param length ticks, at least 1; 0 for a grace note, which takes no time
 * @param midi MIDI number
 */
public record GridNote(int start, int length, int midi) {
    public int end() {
        return start + length;
    }

    public boolean grace() {
        return length == 0;
    }
}
