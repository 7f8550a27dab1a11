package io.melolog.worker.dsp.note;

/**
 * One sung or played note.
 *
 * @param onsetSeconds start, seconds from the start of the recording
 * @param durationSeconds length in seconds, positive
 * @param midi MIDI number, A4 = 69
 * @param name its name with sharps and octave, such as {@code C#4}
 * @param frequencyHz median f0, Hz
 * @param cents median deviation from the tempered pitch of {@code midi}, cents
 * @param confidence probability that the note is right in onset and pitch, 0..1
 */
public record Note(
        double onsetSeconds,
        double durationSeconds,
        int midi,
        String name,
        double frequencyHz,
        double cents,
        double confidence) {

    public Note {
        if (!(onsetSeconds >= 0) || !(durationSeconds > 0) || !(frequencyHz > 0)) {
            throw new IllegalArgumentException(
                    "no such note: " + frequencyHz + " Hz at " + onsetSeconds + " s for " + durationSeconds + " s");
        }
    }

    /** Where the note ends, seconds from the start of the recording. */
    public double endSeconds() {
        return onsetSeconds + durationSeconds;
    }
}
