package io.melolog.worker.dsp.f0;

/**
 * Lengths of arrays that are read side by side. An array of 4-byte elements takes 16 bytes more than its elements; with these
 * lengths that is a multiple of 64, so arrays allocated one after another start at the same place within a cache line, and a
 * vector loop that is aligned to one of them is aligned to all. Speed only: nothing depends on it.
 */
final class Aligned {
    private Aligned() {}

    /** The next length from {@code least} upwards. */
    static int length(int least) {
        return (least + 3) / 16 * 16 + 12;
    }
}
