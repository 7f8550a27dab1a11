package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * The pitch candidates of every frame so far, in parallel arrays that grow. A frame's candidates are its pitch bins, each at
 * most once, in falling order, with probabilities that add up to at most 1. Probabilities are kept as the logarithms that
 * {@link Lattice} adds up: about 70 bytes per frame in all.
 */
final class Candidates {
    private static final int EXPECTED_PER_FRAME = 10;

    private final int bins;
    private int frames;
    private int[] end;
    private float[] voicedProbability;
    private int[] unvoicedLog;
    private short[] bin;
    private int[] log;
    private double sum;
    private double latest;

    /** @param bins number of pitch bins that an unvoiced frame's probability is shared among */
    Candidates(int bins, int frameCapacity) {
        int capacity = Math.max(16, frameCapacity);
        this.bins = bins;
        end = new int[capacity];
        voicedProbability = new float[capacity];
        unvoicedLog = new int[capacity];
        bin = new short[capacity * EXPECTED_PER_FRAME];
        log = new int[capacity * EXPECTED_PER_FRAME];
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

    /** The probability of a candidate, to a millionth of itself. */
    double probability(int index) {
        return Transitions.probability(log[index]);
    }

    /** The logarithm of {@link #probability}, see {@link Transitions#fixedLog}. */
    int log(int index) {
        return log[index];
    }

    float voicedProbability(int frame) {
        return voicedProbability[frame];
    }

    /** The logarithm of one bin's share of the probability that the frame is unvoiced. */
    int unvoicedLog(int frame) {
        return unvoicedLog[frame];
    }

    void beginFrame() {
        if (frames == end.length) {
            int capacity = frames + frames / 2;
            end = Arrays.copyOf(end, capacity);
            voicedProbability = Arrays.copyOf(voicedProbability, capacity);
            unvoicedLog = Arrays.copyOf(unvoicedLog, capacity);
        }
        end[frames] = from(frames);
        sum = 0;
        latest = 0;
    }

    /** Adds to the frame begun; called in the order of falling bins, where a repeated bin replaces the one before. */
    void add(int pitchBin, double chance) {
        int at = end[frames];
        if (at > from(frames) && bin[at - 1] == pitchBin) {
            at--;
        } else {
            sum += latest;
            reserve(at);
        }
        latest = chance;
        bin[at] = (short) pitchBin;
        log[at] = Transitions.fixedLog(chance);
        end[frames] = at + 1;
    }

    void endFrame() {
        double voiced = Math.min(1, sum + latest);
        voicedProbability[frames] = (float) voiced;
        unvoicedLog[frames] = Transitions.fixedLog((1 - voiced) / bins);
        frames++;
    }

    private void reserve(int index) {
        if (index == bin.length) {
            int capacity = index + index / 2;
            bin = Arrays.copyOf(bin, capacity);
            log = Arrays.copyOf(log, capacity);
        }
    }
}
