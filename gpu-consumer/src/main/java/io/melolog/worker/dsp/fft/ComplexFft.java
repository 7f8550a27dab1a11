package io.melolog.worker.dsp.fft;

/**
 * Forward complex transform of a power-of-two length, radix 4 with one radix-2 stage where needed (Stockham's
 * self-sorting form: no bit reversal, inner loops over contiguous memory). Split real and imaginary parts, in place for
 * the caller. Not thread-safe: it owns its scratch memory. No allocation after construction.
 *
 * <p>Source: Stockham (1966) as described by Van Loan, Computational Frameworks for the FFT (1992), section 1.7.
 */
final class ComplexFft {
    private final int size;
    /** Per radix-4 stage: cos and sin of the three twiddles of each p, six floats apart. */
    private final float[][] twiddles;

    private final float[] workRe;
    private final float[] workIm;

    ComplexFft(int size) {
        if (size < 1 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("the length must be a power of two: " + size);
        }
        this.size = size;
        this.workRe = new float[size];
        this.workIm = new float[size];
        this.twiddles = new float[Integer.numberOfTrailingZeros(size) / 2][];
        int length = size;
        for (int stage = 0; stage < twiddles.length; stage++) {
            twiddles[stage] = stageTwiddles(length);
            length /= 4;
        }
    }

    private static float[] stageTwiddles(int length) {
        float[] table = new float[length / 4 * 6];
        for (int p = 0; p < length / 4; p++) {
            for (int k = 1; k <= 3; k++) {
                double angle = -2 * Math.PI * k * p / length;
                table[6 * p + 2 * k - 2] = (float) Math.cos(angle);
                table[6 * p + 2 * k - 1] = (float) Math.sin(angle);
            }
        }
        return table;
    }

    /** Transforms {@code re} and {@code im} ({@code size} values each) in place, unscaled. */
    void forward(float[] re, float[] im) {
        float[] fromRe = re;
        float[] fromIm = im;
        float[] toRe = workRe;
        float[] toIm = workIm;
        int length = size;
        int stride = 1;
        for (float[] table : twiddles) {
            radix4(fromRe, fromIm, toRe, toIm, length / 4, stride, table);
            length /= 4;
            stride *= 4;
            float[] swapRe = fromRe;
            float[] swapIm = fromIm;
            fromRe = toRe;
            fromIm = toIm;
            toRe = swapRe;
            toIm = swapIm;
        }
        if (length == 2) {
            radix2(fromRe, fromIm, re, im, stride);
        } else if (fromRe != re) {
            System.arraycopy(fromRe, 0, re, 0, size);
            System.arraycopy(fromIm, 0, im, 0, size);
        }
    }

    private static void radix4(float[] xr, float[] xi, float[] yr, float[] yi, int quarter, int stride, float[] table) {
        for (int p = 0; p < quarter; p++) {
            butterflies(xr, xi, yr, yi, stride * p, stride * quarter, stride, table, 6 * p);
        }
    }

    /** All butterflies that share one set of twiddles: {@code count} of them, next to each other. */
    private static void butterflies(
            float[] xr, float[] xi, float[] yr, float[] yi, int from, int step, int count, float[] table, int at) {
        float c1 = table[at];
        float s1 = table[at + 1];
        float c2 = table[at + 2];
        float s2 = table[at + 3];
        float c3 = table[at + 4];
        float s3 = table[at + 5];
        int to = 4 * from;
        for (int q = 0; q < count; q++) {
            int a = from + q;
            float sumAcRe = xr[a] + xr[a + 2 * step];
            float sumAcIm = xi[a] + xi[a + 2 * step];
            float difAcRe = xr[a] - xr[a + 2 * step];
            float difAcIm = xi[a] - xi[a + 2 * step];
            float sumBdRe = xr[a + step] + xr[a + 3 * step];
            float sumBdIm = xi[a + step] + xi[a + 3 * step];
            float difBdRe = xr[a + step] - xr[a + 3 * step];
            float difBdIm = xi[a + step] - xi[a + 3 * step];
            int b = to + q;
            yr[b] = sumAcRe + sumBdRe;
            yi[b] = sumAcIm + sumBdIm;
            float oneRe = difAcRe + difBdIm;
            float oneIm = difAcIm - difBdRe;
            yr[b + count] = oneRe * c1 - oneIm * s1;
            yi[b + count] = oneRe * s1 + oneIm * c1;
            float twoRe = sumAcRe - sumBdRe;
            float twoIm = sumAcIm - sumBdIm;
            yr[b + 2 * count] = twoRe * c2 - twoIm * s2;
            yi[b + 2 * count] = twoRe * s2 + twoIm * c2;
            float threeRe = difAcRe - difBdIm;
            float threeIm = difAcIm + difBdRe;
            yr[b + 3 * count] = threeRe * c3 - threeIm * s3;
            yi[b + 3 * count] = threeRe * s3 + threeIm * c3;
        }
    }

    /** The last stage where the length is an odd power of two; input and output may be the same arrays. */
    private static void radix2(float[] xr, float[] xi, float[] yr, float[] yi, int half) {
        for (int q = 0; q < half; q++) {
            float aRe = xr[q];
            float aIm = xi[q];
            float bRe = xr[q + half];
            float bIm = xi[q + half];
            yr[q] = aRe + bRe;
            yi[q] = aIm + bIm;
            yr[q + half] = aRe - bRe;
            yi[q + half] = aIm - bIm;
        }
    }
}
