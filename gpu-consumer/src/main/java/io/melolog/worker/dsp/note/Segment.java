package io.melolog.worker.dsp.note;

/**
 * A note while it is being made.
 *
 * @param from first frame
 * @param to the frame after the last
 * @param midi pitch, semitones
 */
record Segment(int from, int to, double midi) {
    int frames() {
        return to - from;
    }
}
