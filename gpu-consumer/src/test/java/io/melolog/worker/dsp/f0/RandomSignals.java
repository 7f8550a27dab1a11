package io.melolog.worker.dsp.f0;

import java.util.Random;

/** Signals put together at random, about a second long; the same for the same seed. */
final class RandomSignals {
    private RandomSignals() {}

    static float[] of(long seed) {
        Random random = new Random(seed);
        float[] signal = new float[0];
        while (signal.length < 0.8 * Signals.RATE_HZ) {
            signal = Signals.concat(signal, part(random));
        }
        return signal;
    }

    private static float[] part(Random random) {
        double seconds = 0.04 + 0.3 * random.nextDouble();
        double level = Math.pow(10, -4 * random.nextDouble());
        double f0Hz = 60 * Math.pow(2, 5 * random.nextDouble());
        float[] tone = Signals.glide(seconds, t -> f0Hz * Math.pow(2, t / 4 + random.nextDouble() / 50), level);
        return switch (random.nextInt(6)) {
            case 0 -> Signals.silence(seconds);
            case 1 -> Signals.noise(seconds, level, random.nextLong());
            case 2 -> Signals.sum(tone, Signals.noise(seconds, level / 10, random.nextLong()));
            case 3 -> Signals.sum(tone, Signals.constant(seconds, (float) random.nextDouble()));
            case 4 -> clipped(Signals.scaled(tone, 10), (float) level);
            default -> tone;
        };
    }

    private static float[] clipped(float[] signal, float limit) {
        for (int i = 0; i < signal.length; i++) {
            signal[i] = Math.clamp(signal[i], -limit, limit);
        }
        return signal;
    }
}
