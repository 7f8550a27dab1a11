package io.melolog.worker.dsp.contour;

import java.util.Arrays;

/**
 * What is kept of every frame: up to four pitch candidates with probabilities, and levels. Grows; about 30 bytes a frame.
 * One thread at a time.
 */
public final class ContourFrames {
    /** Most candidates of one frame. */
    public static final int CANDIDATES = 4;

    private static final double PITCH_SCALE = 250;
    private static final double PROBABILITY_SCALE = 65_535;

    private final ContourParams params;
    private int frames;
    private short[] pitch;
    private char[] probability;
    private float[] levelDb;
    private float[] novelty;
    private float[] decay;
    private float[] brightnessDb;
    private float[] aperiodicityDb;

    ContourFrames(ContourParams params, int capacity) {
        this.params = params;
        int size = Math.max(16, capacity);
        pitch = new short[size * CANDIDATES];
        probability = new char[size * CANDIDATES];
        levelDb = new float[size];
        novelty = new float[size];
        decay = new float[size];
        brightnessDb = new float[size];
        aperiodicityDb = new float[size];
    }

    public ContourParams params() {
        return params;
    }

    public int frames() {
        return frames;
    }

    /** Pitch of a candidate in semitones, A4 = 69. Only for a {@link #probability} above 0. */
    public double midi(int frame, int candidate) {
        return pitch[frame * CANDIDATES + candidate] / PITCH_SCALE;
    }

    /** Probability 0..1 of a candidate, 0 where there is none; the sum is the probability that the frame is voiced. */
    public double probability(int frame, int candidate) {
        return probability[frame * CANDIDATES + candidate] / PROBABILITY_SCALE;
    }

    /** The probability that the frame has a pitch, 0..1. */
    public double voicedProbability(int frame) {
        double sum = 0;
        for (int i = 0; i < CANDIDATES; i++) {
            sum += probability(frame, i);
        }
        return Math.min(1, sum);
    }

    /** Level of the two hops around the frame's middle, dB relative to a mean square of 1; -200 for digital silence. */
    public float levelDb(int frame) {
        return levelDb[frame];
    }

    /** Spectral novelty, 0 or more. */
    public float novelty(int frame) {
        return novelty[frame];
    }

    /** Spectral decay, the counterpart of novelty. */
    public float decay(int frame) {
        return decay[frame];
    }

    /** Level above 3 kHz relative to the whole, dB. */
    public float brightnessDb(int frame) {
        return brightnessDb[frame];
    }

    /** Depth of the deepest trough, dB: -40 for a steady tone, about 0 for noise. */
    public float aperiodicityDb(int frame) {
        return aperiodicityDb[frame];
    }

    void clear() {
        frames = 0;
    }

    void beginFrame() {
        if (frames == levelDb.length) {
            int size = frames * 2;
            pitch = Arrays.copyOf(pitch, size * CANDIDATES);
            probability = Arrays.copyOf(probability, size * CANDIDATES);
            levelDb = Arrays.copyOf(levelDb, size);
            novelty = Arrays.copyOf(novelty, size);
            brightnessDb = Arrays.copyOf(brightnessDb, size);
            decay = Arrays.copyOf(decay, size);
            aperiodicityDb = Arrays.copyOf(aperiodicityDb, size);
        }
        Arrays.fill(probability, frames * CANDIDATES, (frames + 1) * CANDIDATES, (char) 0);
    }

    void candidate(int index, double midi, double chance) {
        int at = frames * CANDIDATES + index;
        pitch[at] = (short) Math.rint(Math.clamp(midi, 0, 130) * PITCH_SCALE);
        probability[at] = (char) Math.rint(Math.clamp(chance, 0, 1) * PROBABILITY_SCALE);
    }

    void endFrame(double db, double rise, double fall, double troughDb, double bright) {
        brightnessDb[frames] = (float) bright;
        decay[frames] = (float) fall;
        aperiodicityDb[frames] = (float) troughDb;
        levelDb[frames] = (float) db;
        novelty[frames] = (float) rise;
        frames++;
    }
}
