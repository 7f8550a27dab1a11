package io.melolog.worker.dsp.contour;

/**
 * Butterworth high-pass of second order by the bilinear transform (transposed direct form II, double precision). -3 dB at its
 * corner, -12 dB per octave below. One signal at a time.
 */
final class HighPass {
    private final double b0;
    private final double b1;
    private final double a1;
    private final double a2;
    private double s1;
    private double s2;

    HighPass(double cornerHz, int sampleRateHz) {
        double k = Math.tan(Math.PI * cornerHz / sampleRateHz);
        double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
        b0 = norm;
        b1 = -2 * norm;
        a1 = 2 * (k * k - 1) * norm;
        a2 = (1 - Math.sqrt(2) * k + k * k) * norm;
    }

    float next(float in) {
        double out = b0 * in + s1;
        s1 = b1 * in - a1 * out + s2;
        s2 = b0 * in - a2 * out;
        // Denormal numbers are slow, and nothing is heard of them.
        if (Math.abs(s1) < Float.MIN_NORMAL) {
            s1 = 0;
        }
        if (Math.abs(s2) < Float.MIN_NORMAL) {
            s2 = 0;
        }
        return (float) out;
    }
}
