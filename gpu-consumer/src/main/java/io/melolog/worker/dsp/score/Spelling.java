package io.melolog.worker.dsp.score;

/**
 * A pitch as it is written.
 *
 * @param step letter, A to G
 * @param alter semitones above the letter, -1 = flat, 1 = sharp
 * @param octave octave number, 4 starts at middle C
 */
public record Spelling(char step, int alter, int octave) {
    private static final String STEPS_BY_FIFTHS = "FCGDAEB";
    /** The notes of a key on the line of fifths, with the chromatic ones that fit it: from its flat third to its sharp fifth. */
    private static final int BELOW_TONIC = 3;

    private static final int SHARPEST = 12;
    private static final int FLATTEST = -8;

    /** The spelling of a MIDI number in a key signature: chromatic notes as close to it as the line of fifths allows. */
    static Spelling of(int midi, int keyFifths) {
        int lowest = keyFifths - BELOW_TONIC;
        int fifths = lowest + Math.floorMod(midi * 7 - lowest, 12);
        if (fifths > SHARPEST) {
            fifths -= 12;
        } else if (fifths < FLATTEST) {
            fifths += 12;
        }
        int alter = Math.floorDiv(fifths + 1, 7);
        char step = STEPS_BY_FIFTHS.charAt(Math.floorMod(fifths + 1, 7));
        return new Spelling(step, alter, Math.floorDiv(midi - alter, 12) - 1);
    }

    /** What the key signature does to the letter. */
    static int alterInKey(char step, int keyFifths) {
        int natural = STEPS_BY_FIFTHS.indexOf(step);
        return keyFifths > natural ? 1 : keyFifths < natural - 6 ? -1 : 0;
    }
}
