package io.melolog.worker.dsp.resample;

/** The resampler's definition, computed sample by sample in double precision over the whole signal. */
final class ResamplerReference {
    private ResamplerReference() {}

    static float[] resample(float[] in, int inRateHz, int outRateHz) {
        double samplesPerLower = Math.max(1, (double) inRateHz / outRateHz);
        double reach = KaiserSinc.HALF_LENGTH * samplesPerLower;
        float[] out = new float[(int) Math.ceilDiv((long) in.length * outRateHz, inRateHz)];
        for (int n = 0; n < out.length; n++) {
            double position = (double) n * inRateHz / outRateHz;
            double sum = 0;
            for (int k = (int) Math.max(0, position - reach); k <= Math.min(in.length - 1, position + reach); k++) {
                sum += in[k] * KaiserSinc.at((position - k) / samplesPerLower) / samplesPerLower;
            }
            out[n] = (float) sum;
        }
        return out;
    }
}
