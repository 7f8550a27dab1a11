package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import io.melolog.worker.dsp.onset.OnsetDetector;

/**
 * The probability that a note is right in onset and pitch, as a listener with the score would say: a logistic model of what
 * is known about the note. The weights were fitted on one half of a generated corpus; {@code docs/pitch.md} shows how often
 * notes of a given confidence were right on the other half and on real recordings.
 */
final class NoteConfidence {
    /** In the order of {@link #features}. */
    private static final double[] WEIGHTS = {2.224, -1.943, -0.612, 0.053, 0.055, 0.379, -2.712};

    private static final double BIAS = 1.141;
    private static final double LONGEST_SECONDS = 0.4;
    private static final double QUIETEST_DB = -30;
    private static final double ONSET_SECONDS = 0.06;
    private static final double STRONGEST_ODDS = 6;
    private static final double MOST_STRAY_SEMITONES = 1;

    private final Contour smooth;
    private final float[] onset;
    private final double loudDb;

    /** @param loudDb level of the recording's loud notes, dB */
    NoteConfidence(Contour smooth, float[] onset, double loudDb) {
        this.smooth = smooth;
        this.onset = onset;
        this.loudDb = loudDb;
    }

    /** Within 0..1, never quite either. */
    double of(Segment note, boolean afterRest, double tuning) {
        double[] x = features(note, afterRest, tuning);
        double odds = BIAS;
        for (int i = 0; i < WEIGHTS.length; i++) {
            odds += WEIGHTS[i] * x[i];
        }
        return 1 / (1 + Math.exp(-odds));
    }

    /**
     * Mean probability of the pitch; mean stray of the pitch from the note's, semitones; length up to 0.4 s, seconds; peak
     * level below the recording's, dB; evidence of an onset at its start; 1 after a rest; distance of the pitch from the
     * semitone's middle, semitones.
     */
    double[] features(Segment note, boolean afterRest, double tuning) {
        double probability = 0;
        double stray = 0;
        int voiced = 0;
        float peakDb = Float.NEGATIVE_INFINITY;
        for (int t = note.from(); t < note.to(); t++) {
            peakDb = Math.max(peakDb, smooth.levelDb(t));
            probability += smooth.voiced(t) ? smooth.probability(t) : 0;
            if (smooth.voiced(t)) {
                voiced++;
                stray += Math.min(MOST_STRAY_SEMITONES, Math.abs(smooth.midi(t) - note.midi()));
            }
        }
        double tuned = note.midi() - tuning;
        return new double[] {
            probability / note.frames(),
            stray / Math.max(1, voiced),
            Math.min(LONGEST_SECONDS, note.frames() * smooth.hopSeconds()),
            Math.max(QUIETEST_DB, peakDb - loudDb),
            strongestOnset(note.from()),
            afterRest ? 1 : 0,
            Math.abs(tuned - Math.rint(tuned))
        };
    }

    private double strongestOnset(int from) {
        int reach = smooth.frames(ONSET_SECONDS);
        float strongest = OnsetDetector.NONE;
        for (int t = Math.max(0, from - reach); t <= Math.min(onset.length - 1, from + reach); t++) {
            strongest = Math.max(strongest, onset[t]);
        }
        return Math.min(STRONGEST_ODDS, strongest);
    }
}
