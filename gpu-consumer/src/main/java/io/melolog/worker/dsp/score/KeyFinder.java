package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.util.List;
import java.util.Optional;

/**
 * Krumhansl-Schmuckler key finding with Temperley's revised profiles (D. Temperley, "What's Key for Key? The
 * Krumhansl-Schmuckler Key-Finding Algorithm Reconsidered", Music Perception 17(1), 1999): the key whose profile correlates best
 * with the time that each pitch class sounds.
 */
final class KeyFinder {
    private static final double[] MAJOR = {5, 2, 3.5, 2, 4.5, 4, 2, 4.5, 2, 3.5, 1.5, 4};
    private static final double[] MINOR = {5, 2, 3.5, 4.5, 2, 4, 2, 4.5, 3.5, 2, 1.5, 4};

    private KeyFinder() {}

    /** The key of a melody; empty when there is no note. */
    static Optional<Key> find(List<Note> notes) {
        if (notes.isEmpty()) {
            return Optional.empty();
        }
        double[] seconds = new double[12];
        for (Note note : notes) {
            seconds[Math.floorMod(note.midi(), 12)] += note.durationSeconds();
        }
        Key best = Key.ofTonic(0, false);
        double bestFit = Double.NEGATIVE_INFINITY;
        for (int tonic = 0; tonic < 12; tonic++) {
            for (boolean minor : new boolean[] {false, true}) {
                double fit = correlation(seconds, minor ? MINOR : MAJOR, tonic);
                if (fit > bestFit) {
                    bestFit = fit;
                    best = Key.ofTonic(tonic, minor);
                }
            }
        }
        return Optional.of(best);
    }

    /** Pearson's correlation with the profile turned to the tonic, but for the melody's own variance: it is the same for all. */
    private static double correlation(double[] seconds, double[] profile, int tonic) {
        double mean = mean(profile);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < 12; i++) {
            double p = profile[i] - mean;
            covariance += p * seconds[(tonic + i) % 12];
            variance += p * p;
        }
        return covariance / Math.sqrt(variance);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
