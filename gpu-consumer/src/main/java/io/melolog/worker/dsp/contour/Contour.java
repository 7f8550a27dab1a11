package io.melolog.worker.dsp.contour;

import java.util.Arrays;

/**
 * A melody's pitch per frame, with what the note model needs beside it. Frame {@code i} is centred at {@code i} hops.
 * Immutable.
 */
public final class Contour {
    private final int sampleRateHz;
    private final int hopSamples;
    private final float[] midi;
    private final float[] probability;
    private final float[] levelDb;
    private final float[] aperiodicityDb;
    private final float[] growth;
    private final float[] decay;

    /** Takes over the arrays, which are of one length; {@code midi} is NaN where unvoiced. */
    Contour(ContourFrames frames, float[] midi, float[] probability) {
        this.sampleRateHz = frames.params().sampleRateHz();
        this.hopSamples = frames.params().hopSamples();
        this.midi = midi;
        this.probability = probability;
        this.levelDb = frames.levelsDb();
        this.aperiodicityDb = frames.aperiodicitiesDb();
        this.growth = frames.growths();
        this.decay = frames.decays();
    }

    private Contour(Contour other, float[] midi) {
        this.sampleRateHz = other.sampleRateHz;
        this.hopSamples = other.hopSamples;
        this.midi = midi;
        this.probability = other.probability;
        this.levelDb = other.levelDb;
        this.aperiodicityDb = other.aperiodicityDb;
        this.growth = other.growth;
        this.decay = other.decay;
    }

    /** The same with another pitch; takes over the array. */
    Contour withMidi(float[] other) {
        return new Contour(this, other);
    }

    public int sampleRateHz() {
        return sampleRateHz;
    }

    public int hopSamples() {
        return hopSamples;
    }

    public double hopSeconds() {
        return (double) hopSamples / sampleRateHz;
    }

    /** The number of hops nearest to a duration. */
    public int frames(double seconds) {
        return (int) Math.round(seconds / hopSeconds());
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

    /** All pitches, a copy. */
    float[] midi() {
        return Arrays.copyOf(midi, midi.length);
    }

    /** Probability 0..1 of the pitch chosen or, where unvoiced, of any pitch. */
    public float probability(int frame) {
        return probability[frame];
    }

    /** Level of the 23 ms around the frame's middle, dB relative to a mean square of 1; -200 for digital silence. */
    public float levelDb(int frame) {
        return levelDb[frame];
    }

    /** Depth of YIN's deepest trough, dB: -40 for a steady tone, about 0 for noise. */
    public float aperiodicityDb(int frame) {
        return aperiodicityDb[frame];
    }

    /** How much the spectrum grew over the last two frames, mean over bands, dB. */
    public float growth(int frame) {
        return growth[frame];
    }

    /** How much it shrank. */
    public float decay(int frame) {
        return decay[frame];
    }
}
