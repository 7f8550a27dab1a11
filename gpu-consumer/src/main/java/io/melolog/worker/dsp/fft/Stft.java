package io.melolog.worker.dsp.fft;

import java.util.Arrays;

/**
 * Short-time Fourier transform with a periodic Hann window for both analysis and synthesis and a hop of a quarter
 * window, so that overlap-added frames of unchanged spectra give the signal back (squared Hann windows at that hop add up
 * to 1.5). The transform may be longer than the window: the frame is then followed by zeros, and bins lie closer. Not
 * thread-safe: one instance per thread. No allocation after construction.
 *
 * <p>To have every sample under four windows, {@code frames(n)} frames start at {@code (t - 3) * hop}, the signal being
 * zero outside.
 */
public final class Stft {
    private static final int OVERLAP = 4;

    private final RealFft fft;
    private final float[] window;
    private final float[] frame;

    /** @param windowSamples a power of two, 8 or more */
    public Stft(int windowSamples) {
        this(windowSamples, windowSamples);
    }

    /**
     * @param windowSamples a multiple of 4, 8 or more
     * @param fftSamples a power of two, not below {@code windowSamples}
     */
    public Stft(int windowSamples, int fftSamples) {
        if (windowSamples < 2 * OVERLAP || windowSamples % OVERLAP != 0 || fftSamples < windowSamples) {
            throw new IllegalArgumentException(
                    "no such window: " + windowSamples + " samples in a transform of " + fftSamples);
        }
        this.fft = new RealFft(fftSamples);
        this.window = new float[windowSamples];
        this.frame = new float[fftSamples];
        for (int i = 0; i < windowSamples; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / windowSamples));
        }
    }

    public int windowSamples() {
        return window.length;
    }

    public int hopSamples() {
        return window.length / OVERLAP;
    }

    /** Samples per transform. */
    public int fftSamples() {
        return fft.size();
    }

    /** Bins per spectrum: fftSamples / 2 + 1. */
    public int bins() {
        return fft.bins();
    }

    /** Frames that cover {@code samples} samples, each by four windows. */
    public int frames(long samples) {
        return Math.toIntExact(Math.ceilDiv(samples, (long) hopSamples()) + OVERLAP - 1);
    }

    /** Where frame {@code frameIndex} starts; negative for the first three. */
    public long firstSample(int frameIndex) {
        return (frameIndex - (OVERLAP - 1L)) * hopSamples();
    }

    /** Spectrum of the windowed {@code windowSamples} samples from {@code offset} on. */
    public void analyze(float[] samples, int offset, float[] re, float[] im) {
        for (int i = 0; i < window.length; i++) {
            frame[i] = samples[offset + i] * window[i];
        }
        Arrays.fill(frame, window.length, frame.length, 0);
        fft.forward(frame, 0, re, im);
    }

    /** Adds the windowed, scaled signal of a spectrum to {@code sum}, from {@code offset} on. */
    public void synthesizeAdd(float[] re, float[] im, float[] sum, int offset) {
        fft.inverse(re, im, frame, 0);
        float scale = 1 / 1.5f;
        for (int i = 0; i < window.length; i++) {
            sum[offset + i] += frame[i] * window[i] * scale;
        }
    }
}
