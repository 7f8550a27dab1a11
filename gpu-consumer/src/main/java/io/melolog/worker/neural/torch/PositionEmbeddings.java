package io.melolog.worker.neural.torch;

/**
 * Sines and cosines of positions (Vaswani et al. 2017) as HTDemucs adds them to its two branches. All in float32, step by step, as
 * networks were trained with.
 */
final class PositionEmbeddings {
    private PositionEmbeddings() {}

    /** {@code length x channels}: cosines in the first half of the channels, sines in the second. */
    static float[] ofTimes(int length, int channels, double maxPeriod, double weight) {
        int half = channels / 2;
        float[] result = new float[length * channels];
        for (int channel = 0; channel < half; channel++) {
            float exponent = (float) channel / (half - 1);
            float period = (float) Math.pow((float) maxPeriod, exponent);
            for (int time = 0; time < length; time++) {
                float phase = time / period;
                result[time * channels + channel] = weighted(Math.cos(phase), weight);
                result[time * channels + half + channel] = weighted(Math.sin(phase), weight);
            }
        }
        return result;
    }

    /**
     * {@code (times * frequencies) x channels}, frequencies fastest: in the first half of the channels sines and cosines of the time in
     * turn, in the second half of the frequency.
     */
    static float[] ofSpectrogram(int times, int frequencies, int channels, double maxPeriod, double weight) {
        int half = channels / 2;
        float[] result = new float[times * frequencies * channels];
        for (int pair = 0; pair < half; pair += 2) {
            float rate = (float) Math.exp((float) (pair * (float) -(Math.log(maxPeriod) / half)));
            for (int time = 0; time < times; time++) {
                for (int frequency = 0; frequency < frequencies; frequency++) {
                    int at = (time * frequencies + frequency) * channels + pair;
                    result[at] = weighted(Math.sin(time * rate), weight);
                    result[at + 1] = weighted(Math.cos(time * rate), weight);
                    result[at + half] = weighted(Math.sin(frequency * rate), weight);
                    result[at + half + 1] = weighted(Math.cos(frequency * rate), weight);
                }
            }
        }
        return result;
    }

    private static float weighted(double value, double weight) {
        return (float) value * (float) weight;
    }
}
