package io.melolog.worker.neural.segment;

/**
 * How a recording is cut into segments.
 *
 * @param shifts how many randomly shifted passes are averaged; 0 for one pass without a shift
 * @param seed of the shifts, which are {@code new java.util.Random(seed).nextInt(rate / 2 + 1)} in turn
 * @param segmentsInFlight how many segments may be queued or computed at a time, 1 or more; each holds its input and its stems in memory;
 *     twice the batch of the device keeps its calls full
 */
public record SegmentOptions(int shifts, long seed, int segmentsInFlight) {
    public SegmentOptions {
        if (shifts < 0 || segmentsInFlight < 1) {
            throw new IllegalArgumentException(shifts + " shifts, " + segmentsInFlight + " segments in flight");
        }
    }
}
