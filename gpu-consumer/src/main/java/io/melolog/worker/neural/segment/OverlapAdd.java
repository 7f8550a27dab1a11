package io.melolog.worker.neural.segment;

import java.util.Arrays;

/** Adds up weighted segments of all stems; what no further segment reaches can be taken from its start. */
final class OverlapAdd {
    private final int segmentSamples;

    /** By stem and channel; sample {@link #start} of the recording stands at index 0. */
    private final float[][][] sums;

    private long start;

    OverlapAdd(int stems, int planes, int segmentSamples, long start) {
        this.segmentSamples = segmentSamples;
        this.sums = new float[stems][planes][segmentSamples];
        this.start = start;
    }

    long start() {
        return start;
    }

    /** The sums of a stem, by channel. */
    float[][] stem(int stem) {
        return sums[stem];
    }

    /**
     * Adds a part, which begins at {@link #start}.
     *
     * @param result of the network: {@code stems x channels x segmentSamples}
     * @param before how many samples of the result stand before the part
     * @param firstPlane where the result's first channel goes
     */
    void add(float[] result, int before, int samples, float[] weights, int firstPlane, int channels) {
        for (int stem = 0; stem < sums.length; stem++) {
            for (int channel = 0; channel < channels; channel++) {
                float[] sum = sums[stem][firstPlane + channel];
                int from = (stem * channels + channel) * segmentSamples + before;
                for (int i = 0; i < samples; i++) {
                    sum[i] += weights[i] * result[from + i];
                }
            }
        }
    }

    /** Moves on; what stood before {@code newStart} is gone. */
    void moveTo(long newStart) {
        int gone = (int) Math.min(segmentSamples, newStart - start);
        for (float[][] planes : sums) {
            for (float[] sum : planes) {
                System.arraycopy(sum, gone, sum, 0, segmentSamples - gone);
                Arrays.fill(sum, segmentSamples - gone, segmentSamples, 0);
            }
        }
        start = newStart;
    }
}
