package io.melolog.worker.dsp.note;

import java.util.List;

/** Equal temperament with A4 = 440 Hz = MIDI 69. */
public final class Pitch {
    private static final List<String> NAMES = List.of("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B");

    private Pitch() {}

    /** The pitch of a frequency in semitones, 69 for 440 Hz. */
    public static double midi(double frequencyHz) {
        return 69 + 12 * Math.log(frequencyHz / 440) / Math.log(2);
    }

    /** The frequency of a pitch given in semitones, Hz. */
    public static double frequencyHz(double midi) {
        return 440 * Math.pow(2, (midi - 69) / 12);
    }

    /** Name with sharps and octave: 60 is {@code C4}. */
    public static String name(int midi) {
        return NAMES.get(Math.floorMod(midi, 12)) + (Math.floorDiv(midi, 12) - 1);
    }
}
