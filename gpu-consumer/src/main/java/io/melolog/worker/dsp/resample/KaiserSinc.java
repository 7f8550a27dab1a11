package io.melolog.worker.dsp.resample;

/**
 * A low-pass filter: sinc under a Kaiser window, as a function of time in samples of the lower of two rates.
 *
 * <p>Flat within 0.001 dB up to {@value #PASS_BAND} of the lower rate's Nyquist frequency, {@value #ATTENUATION_DB} dB down from
 * that frequency on. Kaiser's estimates give shape (his equation for beta above 50 dB) and length. Pure function; any thread.
 */
final class KaiserSinc {
    static final double PASS_BAND = 0.92;
    static final double ATTENUATION_DB = 112;

    /** The least half-length for that transition band: N - 1 = (A - 7.95) / (14.36 dF), dF in cycles per sample. */
    static final double HALF_LENGTH = (ATTENUATION_DB - 7.95) / (14.36 * (1 - PASS_BAND) / 2) / 2;

    private static final double BETA = 0.1102 * (ATTENUATION_DB - 8.7);

    /** Cut-off in cycles per sample: the middle of the transition band. */
    private static final double CUT_OFF = (1 + PASS_BAND) / 4;

    private static final double BESSEL_PRECISION = 1e-17;

    private KaiserSinc() {}

    /** The impulse response at {@code time}; 0 outside of +-{@link #HALF_LENGTH}. */
    static double at(double time) {
        double relative = time / HALF_LENGTH;
        if (Math.abs(relative) >= 1) {
            return 0;
        }
        double window = besselI0(BETA * Math.sqrt(1 - relative * relative)) / besselI0(BETA);
        double angle = 2 * Math.PI * CUT_OFF * time;
        return window * 2 * CUT_OFF * (angle == 0 ? 1 : Math.sin(angle) / angle);
    }

    /** The modified Bessel function of the first kind and order 0, by its power series. */
    private static double besselI0(double x) {
        double quarter = x * x / 4;
        double term = 1;
        double sum = 1;
        for (int k = 1; term > BESSEL_PRECISION * sum; k++) {
            term *= quarter / ((double) k * k);
            sum += term;
        }
        return sum;
    }
}
