package io.melolog.worker.dsp.contour;

import java.util.Arrays;

/**
 * What is kept of every frame: up to four pitch candidates with probabilities, level, periodicity and spectral change. Grows;
 * 32 bytes a frame. One thread at a time.
 */
public final class ContourFrames {
    /** Most candidates of one frame. */
    static final int CANDIDATES = 4;

    private static final double PITCH_SCALE = 250;
    private static final double PROBABILITY_SCALE = 65_535;

    private final ContourParams params;
    private int frames;
    private short[] pitch;
    private char[] probability;
    private float[] levelDb;
    private float[] aperiodicityDb;
    private float[] growth;
    private float[] decay;

    ContourFrames(ContourParams params, int capacity) {
        this.params = params;
        int size = Math.max(16, capacity);
        pitch = new short[size * CANDIDATES];
        probability = new char[size * CANDIDATES];
        levelDb = new float[size];
        aperiodicityDb = new float[size];
        growth = new float[size];
        decay = new float[size];
    }

    ContourParams params() {
        return params;
    }

    public int frames() {
        return frames;
    }

    /** Pitch of a candidate in semitones, A4 = 69. Only for a {@link #probability} above 0. */
    double midi(int frame, int candidate) {
        return pitch[frame * CANDIDATES + candidate] / PITCH_SCALE;
    }

    /** Probability 0..1 of a candidate, 0 where there is none; the sum is the probability that the frame is voiced. */
    double probability(int frame, int candidate) {
        return probability[frame * CANDIDATES + candidate] / PROBABILITY_SCALE;
    }

    /** The probability that the frame has a pitch, 0..1. */
    double voicedProbability(int frame) {
        double sum = 0;
        for (int i = 0; i < CANDIDATES; i++) {
            sum += probability(frame, i);
        }
        return Math.min(1, sum);
    }

    /** The columns that a contour takes over as they are, each of {@link #frames} values. */
    float[] levelsDb() {
        return Arrays.copyOf(levelDb, frames);
    }

    float[] aperiodicitiesDb() {
        return Arrays.copyOf(aperiodicityDb, frames);
    }

    float[] growths() {
        return Arrays.copyOf(growth, frames);
    }

    float[] decays() {
        return Arrays.copyOf(decay, frames);
    }

    void beginFrame() {
        if (frames == levelDb.length) {
            int size = frames * 2;
            pitch = Arrays.copyOf(pitch, size * CANDIDATES);
            probability = Arrays.copyOf(probability, size * CANDIDATES);
            levelDb = Arrays.copyOf(levelDb, size);
            aperiodicityDb = Arrays.copyOf(aperiodicityDb, size);
            growth = Arrays.copyOf(growth, size);
            decay = Arrays.copyOf(decay, size);
        }
        Arrays.fill(probability, frames * CANDIDATES, (frames + 1) * CANDIDATES, (char) 0);
    }

    void candidate(int index, double midi, double chance) {
        int at = frames * CANDIDATES + index;
        pitch[at] = (short) Math.rint(Math.clamp(midi, 0, 130) * PITCH_SCALE);
        probability[at] = (char) Math.rint(Math.clamp(chance, 0, 1) * PROBABILITY_SCALE);
    }

    void endFrame(double level, double aperiodicity, double grown, double decayed) {
        levelDb[frames] = (float) level;
        aperiodicityDb[frames] = (float) aperiodicity;
        growth[frames] = (float) grown;
        decay[frames] = (float) decayed;
        frames++;
    }
}
