package io.melolog.worker.dsp.fft;

/**
 * Fourier transform of real signals of a power-of-two length, by one complex transform of half the length over even and
 * odd samples (Press et al., Numerical Recipes, section 12.3). Single precision, twiddles computed in double. No
 * allocation after construction. Not thread-safe: one instance per thread.
 */
public final class RealFft {
    private final int size;
    private final int half;
    private final ComplexFft complex;
    private final float[] workRe;
    private final float[] workIm;
    private final float[] cos;
    private final float[] sin;

    /** @param size samples per transform, a power of two, 2 or more */
    public RealFft(int size) {
        if (size < 2 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("the length must be a power of two, 2 or more: " + size);
        }
        this.size = size;
        this.half = size / 2;
        this.complex = new ComplexFft(half);
        this.workRe = new float[half];
        this.workIm = new float[half];
        this.cos = new float[half + 1];
        this.sin = new float[half + 1];
        for (int k = 0; k <= half; k++) {
            cos[k] = (float) Math.cos(2 * Math.PI * k / size);
            sin[k] = (float) Math.sin(2 * Math.PI * k / size);
        }
    }

    /** Samples per transform. */
    public int size() {
        return size;
    }

    /** Bins per spectrum, from 0 Hz to half the sample rate: size / 2 + 1. */
    public int bins() {
        return half + 1;
    }

    /**
     * Unscaled transform: {@code X[k] = sum x[n] exp(-2 pi i k n / size)} for the bins from 0 to size / 2.
     *
     * @param in {@code size} samples from {@code offset} on; not changed
     * @param re real parts, {@link #bins()} values
     * @param im imaginary parts, as many
     */
    public void forward(float[] in, int offset, float[] re, float[] im) {
        for (int i = 0, at = offset; i < half; i++, at += 2) {
            workRe[i] = in[at];
            workIm[i] = in[at + 1];
        }
        complex.forward(workRe, workIm);
        re[0] = workRe[0] + workIm[0];
        im[0] = 0;
        re[half] = workRe[0] - workIm[0];
        im[half] = 0;
        for (int k = 1; k < half; k++) {
            int mirror = half - k;
            float evenRe = 0.5f * (workRe[k] + workRe[mirror]);
            float evenIm = 0.5f * (workIm[k] - workIm[mirror]);
            float oddRe = 0.5f * (workIm[k] + workIm[mirror]);
            float oddIm = 0.5f * (workRe[mirror] - workRe[k]);
            re[k] = evenRe + cos[k] * oddRe + sin[k] * oddIm;
            im[k] = evenIm + cos[k] * oddIm - sin[k] * oddRe;
        }
    }

    /**
     * The signal whose {@link #forward} is the given spectrum, scaled so that a round trip changes nothing. Imaginary parts
     * of the first and last bin are ignored.
     *
     * @param re real parts, {@link #bins()} values; not changed
     * @param im imaginary parts, as many; not changed
     * @param out receives {@code size} samples from {@code offset} on
     */
    public void inverse(float[] re, float[] im, float[] out, int offset) {
        workRe[0] = 0.5f * (re[0] + re[half]);
        workIm[0] = 0.5f * (re[0] - re[half]);
        for (int k = 1; k < half; k++) {
            int mirror = half - k;
            float evenRe = 0.5f * (re[k] + re[mirror]);
            float evenIm = 0.5f * (im[k] - im[mirror]);
            float turnedRe = 0.5f * (re[k] - re[mirror]);
            float turnedIm = 0.5f * (im[k] + im[mirror]);
            float oddRe = turnedRe * cos[k] - turnedIm * sin[k];
            float oddIm = turnedRe * sin[k] + turnedIm * cos[k];
            workRe[k] = evenRe - oddIm;
            workIm[k] = evenIm + oddRe;
        }
        complex.forward(workIm, workRe); // swapped parts: the inverse, swapped
        float scale = 1f / half;
        for (int i = 0, at = offset; i < half; i++, at += 2) {
            out[at] = workRe[i] * scale;
            out[at + 1] = workIm[i] * scale;
        }
    }
}
