package io.melolog.worker.dsp.f0;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Synthesised mono test signals at 22,050 Hz. */
public final class Signals {
    public static final int RATE_HZ = 22_050;

    private Signals() {}

    public static float[] silence(double seconds) {
        return new float[(int) Math.round(seconds * RATE_HZ)];
    }

    public static float[] constant(double seconds, float level) {
        float[] signal = silence(seconds);
        Arrays.fill(signal, level);
        return signal;
    }

    public static float[] noise(double seconds, double level, long seed) {
        Random random = new Random(seed);
        float[] signal = silence(seconds);
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (float) (level * random.nextGaussian());
        }
        return signal;
    }

    /** A voice-like tone: six harmonics, 10 ms fades. */
    public static float[] tone(double seconds, double f0Hz, double level) {
        return glide(seconds, t -> f0Hz, level);
    }

    /** A tone whose frequency is given as a function of time. */
    public static float[] glide(double seconds, DoubleUnaryOperator f0Hz, double level) {
        float[] signal = silence(seconds);
        double phase = 0;
        for (int i = 0; i < signal.length; i++) {
            double t = (double) i / RATE_HZ;
            phase += 2 * Math.PI * f0Hz.applyAsDouble(t) / RATE_HZ;
            double fade = Math.min(1, Math.min(t, seconds - t) / 0.01);
            double sample = 0;
            for (int h = 1; h <= 6; h++) {
                sample += Math.sin(h * phase) / h;
            }
            signal[i] = (float) (level * fade * sample / 2);
        }
        return signal;
    }

    public static float[] concat(float[]... parts) {
        int length = 0;
        for (float[] part : parts) {
            length += part.length;
        }
        float[] whole = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    public static float[] sum(float[] a, float[] b) {
        float[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    public static float[] scaled(float[] signal, double gain) {
        float[] scaled = signal.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) gain;
        }
        return scaled;
    }
}
