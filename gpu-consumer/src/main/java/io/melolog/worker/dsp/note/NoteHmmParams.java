package io.melolog.worker.dsp.note;

/**
 * The note model's constants. Costs are in nats, per frame of 12 ms where it says so. What they trade is in
 * {@code docs/pitch.md}.
 *
 * @param statesPerSemitone resolution of the notes' pitches
 * @param stableSemitones standard deviation of a steady note's pitch, vibrato aside
 * @param attackSemitones the same while the note begins
 * @param strayCap most that one frame's stray costs: what makes a short outlier harmless
 * @param attack cost of a frame in which the note still begins
 * @param unvoiced cost of an unvoiced frame inside a note
 * @param rest cost of a voiced frame outside of notes
 * @param enter cost of a note after a rest without any sign of an onset
 * @param change cost of a note on another pitch without any sign of an onset
 * @param repeatOdds logarithm of the odds of an onset from which on a note on one pitch is split
 * @param leave cost of a rest after a note
 */
record NoteHmmParams(
        int statesPerSemitone,
        double stableSemitones,
        double attackSemitones,
        double strayCap,
        double attack,
        double unvoiced,
        double rest,
        double enter,
        double change,
        double repeatOdds,
        double leave) {

    static final NoteHmmParams STANDARD = new NoteHmmParams(4, 0.5, 1, 4, 1, 2.2, 1.2, 4.5, 7, 0.5, 0.5);
}
