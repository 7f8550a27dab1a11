package io.melolog.worker.dsp.contour;

import io.melolog.worker.dsp.fft.RealFft;
import java.util.Arrays;

/** Log spectral flux over bands. */
final class SpectralNovelty {
    private static final int FFT = 512;
    private static final int LAG = 2;

    private final RealFft fft = new RealFft(FFT);
    private final float[] window = new float[FFT];
    private final float[] frame = new float[FFT];
    private final float[] re = new float[fft.bins()];
    private final float[] im = new float[fft.bins()];
    private final int[] edge;
    private final float[][] past;
    private long frames;
    private double peak = -120;
    float fall;
    float brightnessDb;

    SpectralNovelty(int sampleRateHz) {
        for (int i = 0; i < FFT; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / FFT));
        }
        int bands = 0;
        int[] e = new int[64];
        double hz = 150;
        while (hz < Math.min(9000, sampleRateHz / 2.2)) {
            int bin = (int) Math.round(hz * FFT / sampleRateHz);
            if (bands == 0 || bin > e[bands - 1]) {
                e[bands++] = bin;
            }
            hz *= Math.pow(2, 1 / 3.0);
        }
        edge = Arrays.copyOf(e, bands);
        past = new float[LAG + 1][bands - 1];
    }

    /** The window's samples begin at {@code offset}. */
    float next(float[] x, int offset) {
        for (int i = 0; i < FFT; i++) {
            frame[i] = x[offset + i] * window[i];
        }
        fft.forward(frame, 0, re, im);
        float[] now = past[(int) (frames % past.length)];
        float[] then = past[(int) ((frames + 1) % past.length)];
        double total = 0;
        for (int k = edge[0]; k < edge[edge.length - 1]; k++) {
            total += re[k] * re[k] + im[k] * im[k];
        }
        double high = 0;
        for (int k = (int) (3000.0 * FFT / 22050); k < 240; k++) {
            high += re[k] * re[k] + im[k] * im[k];
        }
        brightnessDb = (float) (10 * Math.log10((high + 1e-12) / (total + 1e-12)));
        double db = 10 * Math.log10(total + 1e-20);
        peak = Math.max(db, peak - 0.02);
        double floor = Math.pow(10, (peak - 60) / 10);
        float rise = 0;
        fall = 0;
        for (int b = 0; b < now.length; b++) {
            double sum = 0;
            for (int k = edge[b]; k < edge[b + 1]; k++) {
                sum += re[k] * re[k] + im[k] * im[k];
            }
            now[b] = (float) (10 * Math.log10(sum + floor));
            float d = now[b] - then[b];
            if (d > 0) rise += d; else fall -= d;
        }
        frames++;
        rise /= now.length;
        fall /= now.length;
        return rise;
    }
}
