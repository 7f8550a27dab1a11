package io.melolog.worker.dsp.resample;

/** Changes the rate of audio. */
public final class Resampler {
    public Resampler(int inRateHz, int outRateHz, int channels) {}
}
