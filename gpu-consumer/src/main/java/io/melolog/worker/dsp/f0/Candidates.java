package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * The pitch candidates of every frame so far, in parallel arrays that grow. A frame's candidates are its pitch bins, each at
 * most once, with probabilities that add up to at most 1.
 */
final class Candidates {
    private static final int EXPECTED_PER_FRAME = 12;

    private int frames;
    private int[] end;
    private float[] voicedProbability;
    private double[] unvoicedProbability;
    private short[] bin;
    private double[] probability;

    Candidates(int frameCapacity) {
        int capacity = Math.max(16, frameCapacity);
        end = new int[capacity];
        voicedProbability = new float[capacity];
        unvoicedProbability = new double[capacity];
        bin = new short[capacity * EXPECTED_PER_FRAME];
        probability = new double[capacity * EXPECTED_PER_FRAME];
    }

    void clear() {
        frames = 0;
    }

    int frames() {
        return frames;
    }

    int from(int frame) {
        return frame == 0 ? 0 : end[frame - 1];
    }

    int to(int frame) {
        return end[frame];
    }

    int bin(int index) {
        return bin[index];
    }

    double probability(int index) {
        return probability[index];
    }

    float voicedProbability(int frame) {
        return voicedProbability[frame];
    }

    /** One minus the voiced probability, in the precision that its logarithm needs. */
    double unvoicedProbability(int frame) {
        return unvoicedProbability[frame];
    }

    void beginFrame() {
        if (frames == end.length) {
            int capacity = frames * 2;
            end = Arrays.copyOf(end, capacity);
            voicedProbability = Arrays.copyOf(voicedProbability, capacity);
            unvoicedProbability = Arrays.copyOf(unvoicedProbability, capacity);
        }
        end[frames] = from(frames);
    }

    /** Adds to the frame begun; called in the order of falling bins, where a repeated bin replaces the one before. */
    void add(int pitchBin, double chance) {
        int at = end[frames];
        if (at > from(frames) && bin[at - 1] == pitchBin) {
            probability[at - 1] = chance;
            return;
        }
        if (at == bin.length) {
            bin = Arrays.copyOf(bin, at * 2);
            probability = Arrays.copyOf(probability, at * 2);
        }
        bin[at] = (short) pitchBin;
        probability[at] = chance;
        end[frames]++;
    }

    void endFrame() {
        double sum = 0;
        for (int i = from(frames); i < end[frames]; i++) {
            sum += probability[i];
        }
        double voiced = Math.min(1, sum);
        voicedProbability[frames] = (float) voiced;
        unvoicedProbability[frames] = 1 - voiced;
        frames++;
    }
}
