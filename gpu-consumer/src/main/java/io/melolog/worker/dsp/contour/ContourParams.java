package io.melolog.worker.dsp.contour;

/**
 * How the contour is computed.
 *
 * @param sampleRateHz sample rate of the input, Hz
 * @param hopSamples distance between frames, samples; a multiple of 4
 * @param windowHops hops that the difference function is summed over: more is steadier, fewer is faster to follow
 * @param minF0Hz lowest frequency looked for, Hz
 * @param maxF0Hz highest frequency looked for, Hz
 */
public record ContourParams(int sampleRateHz, int hopSamples, int windowHops, double minF0Hz, double maxF0Hz) {

    private static final int STANDARD_HOP_SAMPLES = 256;
    private static final int STANDARD_WINDOW_HOPS = 2;

    public ContourParams {
        if (sampleRateHz < 1 || hopSamples < 4 || hopSamples % 4 != 0 || windowHops < 1) {
            throw new IllegalArgumentException("no such time grid: " + windowHops + " x " + hopSamples + " samples");
        }
        if (!(minF0Hz > 0) || !(minF0Hz < maxF0Hz) || maxF0Hz > sampleRateHz / 4.0) {
            throw new IllegalArgumentException("no such range: " + minF0Hz + " to " + maxF0Hz + " Hz");
        }
    }

    /** A frame every 12 ms over 23 ms of difference function, at 22,050 Hz. */
    public static ContourParams standard(int sampleRateHz, double minF0Hz, double maxF0Hz) {
        return new ContourParams(
                sampleRateHz,
                STANDARD_HOP_SAMPLES,
                STANDARD_WINDOW_HOPS,
                minF0Hz,
                Math.min(maxF0Hz, sampleRateHz / 4.0));
    }

    /** Shortest period looked for, samples. */
    int minLagSamples() {
        return Math.max(2, (int) Math.floor(sampleRateHz / maxF0Hz));
    }

    /** Longest period looked for, samples. */
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
