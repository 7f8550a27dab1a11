package io.melolog.worker.dsp.contour;

import java.util.Arrays;

/**
 * A melody's pitch per frame, with what the note model needs beside it. Frame {@code i} is centred at {@code i} hops.
 * Immutable.
 */
public final class Contour {
    private final double hopSeconds;
    private final float[] midi;
    private final float[] probability;
    private final float[] levelDb;
    private final float[] novelty;
    private final float[] decay;
    private final float[] brightnessDb;
    private final float[] aperiodicityDb;

    /**
     * Takes over the arrays, which are of one length.
     *
     * @param midi semitones, A4 = 69; NaN where unvoiced
     * @param probability of the pitch chosen or, where unvoiced, of any pitch, 0..1
     * @param levelDb level, dB
     * @param novelty spectral novelty
     */
    public Contour(double hopSeconds, float[] midi, float[] probability, float[] levelDb, float[] novelty, float[] decay, float[] brightnessDb, float[] aperiodicityDb) {
        this.hopSeconds = hopSeconds;
        this.midi = midi;
        this.probability = probability;
        this.levelDb = levelDb;
        this.novelty = novelty;
        this.decay = decay;
        this.brightnessDb = brightnessDb;
        this.aperiodicityDb = aperiodicityDb;
    }

    public double hopSeconds() {
        return hopSeconds;
    }

    public int frames() {
        return midi.length;
    }

    public boolean voiced(int frame) {
        return !Float.isNaN(midi[frame]);
    }

    /** Semitones, A4 = 69; NaN where unvoiced. */
    public float midi(int frame) {
        return midi[frame];
    }

    public float probability(int frame) {
        return probability[frame];
    }

    public float levelDb(int frame) {
        return levelDb[frame];
    }

    public float novelty(int frame) {
        return novelty[frame];
    }

    public float decay(int frame) {
        return decay[frame];
    }

    public float aperiodicityDb(int frame) {
        return aperiodicityDb[frame];
    }

    public float brightnessDb(int frame) {
        return brightnessDb[frame];
    }

    /** The same with another pitch. */
    public Contour withMidi(float[] other) {
        return new Contour(hopSeconds, other, probability, levelDb, novelty, decay, brightnessDb, aperiodicityDb);
    }

    /** A copy of the pitches. */
    public float[] midi() {
        return Arrays.copyOf(midi, midi.length);
    }
}
