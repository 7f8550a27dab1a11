package io.melolog.worker.neural.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which parts of a recording go through the network, in the order of their starts. Immutable.
 *
 * <p>A pass with the shift offset {@code o} sees {@code rate / 2 - o} samples of silence before the recording. A segment begins every
 * {@code 3/4} of a segment's length from there to the end of the recording; the last ones are shorter.
 *
 * @param segmentSamples length of the network's segments
 * @param parts in the order of their starts
 */
record SegmentPlan(int segmentSamples, List<Part> parts) {
    private static final double OVERLAP = 0.25;

    /**
     * A segment.
     *
     * @param start its first sample in the recording; negative in the silence before it
     * @param samples its length, at most that of the network's segments
     * @param first whether it is the first of its pass
     */
    record Part(long start, int samples, boolean first) {}

    SegmentPlan {
        parts = List.copyOf(parts);
    }

    /**
     * @param samples length of the recording at the network's rate
     * @param leads silence before the recording, one per pass
     */
    static SegmentPlan of(long samples, int segmentSamples, int[] leads) {
        int stride = strideSamples(segmentSamples);
        List<Part> parts = new ArrayList<>();
        for (int lead : samples == 0 ? new int[0] : leads) {
            for (long start = -lead; start < samples; start += stride) {
                parts.add(new Part(start, (int) Math.min(segmentSamples, samples - start), start == -lead));
            }
        }
        parts.sort(Comparator.comparingLong(Part::start));
        return new SegmentPlan(segmentSamples, parts);
    }

    static int strideSamples(int segmentSamples) {
        return Math.max(1, (int) ((1 - OVERLAP) * segmentSamples));
    }

    /** Silence before the recording for offsets as Demucs draws them, 0..rate / 2; none gives one pass without. */
    static int[] leads(List<Integer> offsets, int sampleRateHz) {
        int most = sampleRateHz / 2;
        for (int offset : offsets) {
            if (offset < 0 || offset > most) {
                throw new IllegalArgumentException("shift offset " + offset + " is not in 0.." + most);
            }
        }
        return offsets.isEmpty()
                ? new int[1]
                : offsets.stream().mapToInt(offset -> most - offset).toArray();
    }

    static List<Integer> randomOffsets(int shifts, long seed, int sampleRateHz) {
        Random random = new Random(seed);
        return random.ints(shifts, 0, sampleRateHz / 2 + 1).boxed().toList();
    }

    /** Where the network's segment begins for this part: a shorter one stands in the middle of its surroundings. */
    long readStart(Part part) {
        return part.start() - before(part);
    }

    /** How many of the network's samples stand before the part. */
    int before(Part part) {
        return (segmentSamples - part.samples()) / 2;
    }

    /** Up to where the recording is complete once the part with this index was added. */
    long completeAfter(int index) {
        return index + 1 < parts.size() ? parts.get(index + 1).start() : Long.MAX_VALUE;
    }
}
