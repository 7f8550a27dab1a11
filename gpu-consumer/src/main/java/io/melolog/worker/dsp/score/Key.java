package io.melolog.worker.dsp.score;

import java.util.List;

/**
 * A key signature and mode.
 *
 * @param fifths sharps of the signature (flats if negative), -6..6
 * @param minor whether it is the minor key of that signature
 */
public record Key(int fifths, boolean minor) {
    private static final List<String> MAJOR_NAMES =
            List.of("Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#");
    private static final List<String> MINOR_NAMES =
            List.of("Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#");

    public Key {
        if (fifths < -6 || fifths > 6) {
            throw new IllegalArgumentException("no such key signature: " + fifths);
        }
    }

    /** The key of a tonic given as pitch class, 0 = C, with the fewest accidentals (five flats rather than seven sharps). */
    static Key ofTonic(int pitchClass, boolean minor) {
        int major = Math.floorMod(minor ? pitchClass + 3 : pitchClass, 12);
        int fifths = Math.floorMod(major * 7, 12);
        return new Key(fifths > 6 ? fifths - 12 : fifths, minor);
    }

    /** The key as many semitones higher, in its simplest spelling. */
    Key transposed(int semitones) {
        return semitones % 12 == 0 ? this : ofTonic(Math.floorMod(tonic() + semitones, 12), minor);
    }

    /** Pitch class of the tonic, 0 = C. */
    private int tonic() {
        return Math.floorMod(7 * fifths + (minor ? 9 : 0), 12);
    }

    /** Such as {@code C major} or {@code F# minor}. */
    public String name() {
        return (minor ? MINOR_NAMES : MAJOR_NAMES).get(fifths + 6) + (minor ? " minor" : " major");
    }
}
