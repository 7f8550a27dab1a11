package io.melolog.worker.dsp.beat;

import java.util.Random;

/** Onsets for tests. */
final class Rhythms {
    private Rhythms() {}

    /** Onsets at the given places of a steady beat, repeated, each off by a normal deviation. */
    static double[] played(double bpm, double jitterSeconds, int repeats, double barBeats, double[] places, long seed) {
        Random random = new Random(seed);
        double[] onsets = new double[repeats * places.length];
        for (int i = 0; i < onsets.length; i++) {
            double beat = i / places.length * barBeats + places[i % places.length];
            onsets[i] = 0.7 + beat * 60 / bpm + jitterSeconds * random.nextGaussian();
        }
        return onsets;
    }

    /** Onsets that keep to no beat: distances between a fifth of a second and one, any of them as likely on a logarithmic scale. */
    static double[] free(int count, long seed) {
        Random random = new Random(seed);
        double[] onsets = new double[count];
        double at = 0;
        for (int i = 0; i < count; i++) {
            at += 0.2 * Math.pow(5, random.nextDouble());
            onsets[i] = at;
        }
        return onsets;
    }
}
