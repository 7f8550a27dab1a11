package io.melolog.worker.neural.torch;

/** Continues segments by their mirror image at both ends, without repeating the first and the last sample. */
final class ReflectedSegments {
    private ReflectedSegments() {}

    /**
     * @param samples {@code rows x length}, flattened
     * @return {@code rows x (left + length + right)}, flattened. Where a row is shorter than what is mirrored, zeros are added to it
     *     first, behind it if there is room.
     */
    static float[] padded(float[] samples, int length, int left, int right) {
        int rows = samples.length / length;
        int missing = Math.max(0, Math.max(left, right) - length + 1);
        int zerosRight = Math.min(right, missing);
        int zerosLeft = missing - zerosRight;
        int width = left + length + right;
        int mirrored = length + zerosLeft + zerosRight;
        float[] result = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < width; column++) {
                int at = mirror(column - (left - zerosLeft), mirrored) - zerosLeft;
                if (at >= 0 && at < length) {
                    result[row * width + column] = samples[row * length + at];
                }
            }
        }
        return result;
    }

    private static int mirror(int position, int length) {
        int folded = Math.abs(position);
        return folded < length ? folded : 2 * (length - 1) - folded;
    }
}
