package io.melolog.worker.dsp.contour;

import io.melolog.worker.dsp.fft.RealFft;
import java.util.Arrays;

/**
 * How much the spectrum grows and how much it shrinks from frame to frame, in third-octave bands: the mean over the bands of
 * the positive, and of the negative, differences of level in dB over two frames (spectral flux, Dixon 2006, "Onset
 * detection revisited", section 2.1, on a logarithmic scale and split by sign). Growth marks attacks, shrinking marks
 * closures and releases. What is 60 dB under the recent peak does not count. One thread and one recording at a time.
 */
final class SpectralChange {
    private static final int LAG_FRAMES = 2;
    private static final double LOWEST_HZ = 150;
    private static final double HIGHEST_HZ = 9000;
    private static final double BANDS_PER_OCTAVE = 3;
    private static final double RANGE_DB = 60;
    /** How fast a loud moment is forgotten, dB per frame: 1.7 dB per second. */
    private static final double FORGETTING_DB = 0.02;

    private final RealFft fft;
    private final float[] window;
    private final float[] frame;
    private final float[] re;
    private final float[] im;
    private final int[] edge;
    private final float[][] past;
    private final double[] power;
    private long frames;
    private double peakDb = -200;
    private float growth;
    private float decay;

    /** @param windowSamples samples of a frame, Hann-weighted and padded to a power of two */
    SpectralChange(int sampleRateHz, int windowSamples) {
        this.fft = new RealFft(Math.max(64, Integer.highestOneBit(2 * windowSamples - 1)));
        this.window = new float[windowSamples];
        for (int i = 0; i < windowSamples; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / windowSamples));
        }
        this.frame = new float[fft.size()];
        this.re = new float[fft.bins()];
        this.im = new float[fft.bins()];
        this.edge = edges(sampleRateHz, fft.size());
        this.past = new float[LAG_FRAMES + 1][edge.length - 1];
        this.power = new double[edge.length - 1];
    }

    private static int[] edges(int sampleRateHz, int size) {
        int[] edge = new int[64];
        int count = 0;
        double end = Math.min(HIGHEST_HZ, sampleRateHz / 2.2);
        for (double hz = Math.min(LOWEST_HZ, end / 4); hz < end; hz *= Math.pow(2, 1 / BANDS_PER_OCTAVE)) {
            int bin = (int) Math.round(hz * size / sampleRateHz);
            if (count == 0 || bin > edge[count - 1]) {
                edge[count++] = bin;
            }
        }
        return Arrays.copyOf(edge, count);
    }

    /** Takes the next frame. */
    void next(float[] samples) {
        for (int i = 0; i < window.length; i++) {
            frame[i] = samples[i] * window[i];
        }
        fft.forward(frame, 0, re, im);
        double floor = bandPowers();
        float[] now = past[(int) (frames % past.length)];
        float[] then = past[(int) ((frames + 1) % past.length)];
        float up = 0;
        float down = 0;
        for (int b = 0; b < now.length; b++) {
            now[b] = (float) (10 * Math.log10(power[b] + floor));
            float step = frames < LAG_FRAMES ? 0 : now[b] - then[b];
            up += Math.max(0, step);
            down += Math.max(0, -step);
        }
        growth = up / now.length;
        decay = down / now.length;
        frames++;
    }

    /** Fills {@link #power}; returns what 60 dB under the recent peak is. */
    private double bandPowers() {
        double total = 0;
        for (int b = 0; b < power.length; b++) {
            double sum = 0;
            for (int k = edge[b]; k < edge[b + 1]; k++) {
                sum += re[k] * re[k] + im[k] * im[k];
            }
            power[b] = sum;
            total += sum;
        }
        peakDb = Math.max(10 * Math.log10(total + 1e-20), peakDb - FORGETTING_DB);
        return Math.pow(10, (peakDb - RANGE_DB) / 10);
    }

    /** dB per band over the last two frames, 0 or more. */
    float growth() {
        return growth;
    }

    /** dB per band over the last two frames, 0 or more. */
    float decay() {
        return decay;
    }
}
