package io.melolog.worker.dsp.contour;

/**
 * How the contour is computed.
 *
 * @param sampleRateHz sample rate of the input, Hz
 * @param hopSamples distance between frames, samples; a multiple of 4
 * @param minF0Hz lowest frequency looked for, Hz
 * @param maxF0Hz highest frequency looked for, Hz; at most a quarter of the sample rate
 */
public record ContourParams(int sampleRateHz, int hopSamples, double minF0Hz, double maxF0Hz) {

    /** 256 samples at 22,050 Hz: fine enough for notes of 60 ms, coarse enough for two periods of a bass. */
    private static final double STANDARD_HOP_SECONDS = 0.0116;

    public ContourParams {
        if (sampleRateHz < 1 || hopSamples < 4 || hopSamples % 4 != 0) {
            throw new IllegalArgumentException("no such time grid: " + hopSamples + " of " + sampleRateHz + " Hz");
        }
        if (!(minF0Hz > 0) || !(minF0Hz < maxF0Hz) || maxF0Hz > sampleRateHz / 4.0) {
            throw new IllegalArgumentException("no such range: " + minF0Hz + " to " + maxF0Hz + " Hz");
        }
    }

    /** A frame every 12 ms, for a search between two frequencies (as far as the sample rate allows). */
    public static ContourParams standard(int sampleRateHz, double minF0Hz, double maxF0Hz) {
        int hop = Math.max(4, 4 * (int) Math.round(sampleRateHz * STANDARD_HOP_SECONDS / 4));
        return new ContourParams(sampleRateHz, hop, minF0Hz, Math.min(maxF0Hz, sampleRateHz / 4.0));
    }

    /** Shortest period looked for, samples. */
    int minLagSamples() {
        return Math.max(2, (int) Math.floor(sampleRateHz / maxF0Hz));
    }

    /** Longest period looked for, samples, and one more to see that it is a trough. */
    int maxLagSamples() {
        return (int) Math.ceil(sampleRateHz / minF0Hz) + 1;
    }

    double hopSeconds() {
        return (double) hopSamples / sampleRateHz;
    }

    /** Frames of a recording of that many samples: one centred at 0 and one every hop after it. */
    int frames(long samples) {
        return samples == 0 ? 0 : Math.toIntExact(1 + samples / hopSamples);
    }
}
