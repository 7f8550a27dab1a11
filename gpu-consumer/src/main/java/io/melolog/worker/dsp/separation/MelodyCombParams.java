package io.melolog.worker.dsp.separation;

/**
 * Settings of {@link MelodyCombSeparator}.
 *
 * @param windowSeconds analysis window, rounded to the nearest power of two in samples (on a logarithmic scale)
 * @param minF0Hz lowest voice pitch
 * @param maxF0Hz highest voice pitch
 * @param maxPartialHz spectral peaks above are not used to find the pitch
 * @param stepCents resolution of the pitch grid, at most 100
 */
public record MelodyCombParams(
        double windowSeconds, double minF0Hz, double maxF0Hz, double maxPartialHz, double stepCents) {
    private static final int MIN_WINDOW_SAMPLES = 32;

    public MelodyCombParams {
        boolean ordered = minF0Hz > 0 && maxF0Hz > minF0Hz && maxPartialHz > maxF0Hz;
        if (!ordered || !(windowSeconds > 0) || !(stepCents > 0 && stepCents <= 100)) {
            throw new IllegalArgumentException("pitch range, window and step must be positive and in order");
        }
    }

    /** For singing voices. */
    public static MelodyCombParams defaults() {
        return new MelodyCombParams(0.093, 65, 1100, 5000, 20);
    }

    int windowSamples(int sampleRateHz) {
        return Math.max(MIN_WINDOW_SAMPLES, 1 << Math.round(log2(windowSeconds * sampleRateHz)));
    }

    /** Candidate pitches, a step apart, from the lowest up. */
    int gridSize() {
        return 1 + (int) gridIndex(maxF0Hz);
    }

    double gridHz(double index) {
        return minF0Hz * Math.pow(2, index * stepCents / 1200);
    }

    double gridIndex(double hz) {
        return gridSteps(hz / minF0Hz);
    }

    /** A frequency ratio in steps of the grid. */
    double gridSteps(double ratio) {
        return 1200 * log2(ratio) / stepCents;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
