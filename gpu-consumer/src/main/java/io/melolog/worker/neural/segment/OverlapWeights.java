package io.melolog.worker.neural.segment;

/**
 * How much each sample of a segment counts: a triangle, highest in the middle, over the sum of the triangles of one pass that overlap there.
 * Immutable.
 */
final class OverlapWeights {
    private final float[] first;
    private final float[] later;

    /** @param passes whose average is taken */
    OverlapWeights(int segmentSamples, int passes) {
        int stride = SegmentPlan.strideSamples(segmentSamples);
        first = new float[segmentSamples];
        later = new float[segmentSamples];
        for (int i = 0; i < segmentSamples; i++) {
            double fromHere = 0;
            for (int other = i; other >= 0; other -= stride) {
                fromHere += triangle(other, segmentSamples);
            }
            double before = 0;
            for (int other = i + stride; other < segmentSamples; other += stride) {
                before += triangle(other, segmentSamples);
            }
            first[i] = (float) (triangle(i, segmentSamples) / fromHere / passes);
            later[i] = (float) (triangle(i, segmentSamples) / (fromHere + before) / passes);
        }
    }

    private static double triangle(int i, int segmentSamples) {
        return Math.min(i + 1, segmentSamples - i);
    }

    /** The weights of a pass's first segment, or of the ones after it. */
    float[] of(SegmentPlan.Part part) {
        return part.first() ? first : later;
    }
}
