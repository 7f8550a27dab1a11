package io.melolog.worker.dsp.beat;

import io.melolog.worker.dsp.fft.RealFft;
import io.melolog.worker.dsp.note.FrameLevels;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * How much begins at each time: the rise of the logarithmic power in bands a third of an octave wide, summed (spectral flux; P. Masri 1996, S. Dixon,
 * "Onset Detection Revisited", 2006, equation 2.2, here over bands, and against the strongest of three neighbouring bands before, after S. Bock and
 * G. Widmer, "Maximum Filter Vibrato Suppression for Onset Detection", 2013). Beside it the same of the lowest bands, and how the pitch classes are
 * spread over coarser frames.
 *
 * <p>Frames of {@value #FRAME_SAMPLES} samples every {@value #HOP_SAMPLES}; at 22,050 Hz 86 a second. Memory: two floats a frame, twelve every
 * {@value #CHROMA_HOPS} frames.
 *
 * @param frameRateHz frames per second
 * @param flux rise over all bands, by frame, not negative
 * @param lowFlux rise below 150 Hz
 * @param chroma power of the twelve pitch classes, C first, by frame of {@value #CHROMA_HOPS} hops
 */
record OnsetStrength(double frameRateHz, float[] flux, float[] lowFlux, float[][] chroma) {
    static final int FRAME_SAMPLES = 1024;
    static final int HOP_SAMPLES = 256;
    static final int CHROMA_HOPS = 8;

    private static final int CHROMA_SAMPLES = 4096;
    private static final double LOWEST_BAND_HZ = 40;
    private static final double HIGHEST_BAND_HZ = 9000;
    private static final double BANDS_PER_OCTAVE = 3;
    private static final double LOW_HZ = 150;
    private static final double LOWEST_CHROMA_HZ = 110;
    private static final double HIGHEST_CHROMA_HZ = 1760;
    /** Power relative to loud frames is compressed by log(1 + this * power): what is 40 dB down hardly counts. */
    private static final double COMPRESSION = 1e4;
    /** The rise is measured over as many frames. */
    private static final int LAG = 2;

    /** Empty for silence. @throws CancellationException when cancelled */
    static Optional<OnsetStrength> of(PcmFile mono, BooleanSupplier cancelled) throws IOException {
        try (PcmReader reader = new PcmReader(mono)) {
            OptionalDouble loudDb = FrameLevels.loudDb(reader);
            if (loudDb.isEmpty() || mono.sampleFrames() < CHROMA_SAMPLES) {
                return Optional.empty();
            }
            return Optional.of(new Analysis(reader, Math.pow(10, loudDb.getAsDouble() / 10)).run(cancelled));
        }
    }

    /** One pass over a recording. */
    private static final class Analysis {
        private final PcmReader reader;
        private final double sampleRateHz;
        private final double loudPower;
        private final RealFft fft = new RealFft(FRAME_SAMPLES);
        private final RealFft chromaFft = new RealFft(CHROMA_SAMPLES);
        private final float[] window = hann(FRAME_SAMPLES);
        private final float[] chromaWindow = hann(CHROMA_SAMPLES);
        private final float[] samples = new float[CHROMA_SAMPLES];
        private final float[] frame = new float[CHROMA_SAMPLES];
        private final float[] re = new float[CHROMA_SAMPLES / 2 + 1];
        private final float[] im = new float[CHROMA_SAMPLES / 2 + 1];
        private final int[] bandOfBin;
        private final int[] classOfBin;
        private final int bands;
        private final int lowBands;
        private final float[][] recent;

        Analysis(PcmReader reader, double loudPower) {
            this.reader = reader;
            this.loudPower = loudPower;
            this.sampleRateHz = reader.file().sampleRateHz();
            this.bandOfBin = new int[fft.bins()];
            this.classOfBin = new int[chromaFft.bins()];
            double top = Math.min(HIGHEST_BAND_HZ, sampleRateHz / 2);
            this.bands = band(top);
            this.lowBands = band(LOW_HZ);
            for (int k = 0; k < bandOfBin.length; k++) {
                double hz = k * sampleRateHz / FRAME_SAMPLES;
                bandOfBin[k] = hz < LOWEST_BAND_HZ / 2 || hz >= top ? -1 : Math.max(0, band(hz));
            }
            for (int k = 0; k < classOfBin.length; k++) {
                double hz = k * sampleRateHz / CHROMA_SAMPLES;
                boolean heard = hz >= LOWEST_CHROMA_HZ && hz <= HIGHEST_CHROMA_HZ;
                classOfBin[k] = heard ? Math.floorMod(Math.round(69 + 12 * Math.log(hz / 440) / Math.log(2)), 12) : -1;
            }
            this.recent = new float[LAG + 1][bands];
        }

        private static int band(double hz) {
            return (int) Math.floor(BANDS_PER_OCTAVE * Math.log(hz / LOWEST_BAND_HZ) / Math.log(2));
        }

        OnsetStrength run(BooleanSupplier cancelled) throws IOException {
            int frames = Math.toIntExact(reader.file().sampleFrames() / HOP_SAMPLES) + 1;
            float[] flux = new float[frames];
            float[] lowFlux = new float[frames];
            float[][] chroma = new float[Math.ceilDiv(frames, CHROMA_HOPS)][12];
            for (int t = 0; t < frames; t++) {
                if (t % CHROMA_HOPS == 0) {
                    if (cancelled.getAsBoolean()) {
                        throw new CancellationException("beat tracking was cancelled");
                    }
                    chroma((long) t * HOP_SAMPLES, chroma[t / CHROMA_HOPS]);
                }
                bands((long) t * HOP_SAMPLES, recent[t % recent.length]);
                if (t >= LAG) {
                    rise(recent[t % recent.length], recent[(t - LAG) % recent.length], t, flux, lowFlux);
                }
            }
            return new OnsetStrength(sampleRateHz / HOP_SAMPLES, flux, lowFlux, chroma);
        }

        private void rise(float[] now, float[] before, int t, float[] flux, float[] lowFlux) {
            for (int b = 0; b < bands; b++) {
                float strongest = before[b];
                strongest = b > 0 ? Math.max(strongest, before[b - 1]) : strongest;
                strongest = b + 1 < bands ? Math.max(strongest, before[b + 1]) : strongest;
                float rise = Math.max(0, now[b] - strongest);
                flux[t] += rise;
                lowFlux[t] += b < lowBands ? Math.max(0, now[b] - before[b]) : 0;
            }
        }

        private void bands(long centre, float[] log) throws IOException {
            spectrum(centre, FRAME_SAMPLES, window, fft);
            double[] power = new double[bands];
            for (int k = 0; k < bandOfBin.length; k++) {
                if (bandOfBin[k] >= 0 && bandOfBin[k] < bands) {
                    power[bandOfBin[k]] += (double) re[k] * re[k] + (double) im[k] * im[k];
                }
            }
            double scale = COMPRESSION / loudPower / FRAME_SAMPLES / FRAME_SAMPLES;
            for (int b = 0; b < bands; b++) {
                log[b] = (float) Math.log1p(power[b] * scale);
            }
        }

        private void chroma(long centre, float[] chroma) throws IOException {
            spectrum(centre, CHROMA_SAMPLES, chromaWindow, chromaFft);
            Arrays.fill(chroma, 0);
            for (int k = 0; k < classOfBin.length; k++) {
                if (classOfBin[k] >= 0) {
                    chroma[classOfBin[k]] += (float) Math.sqrt((double) re[k] * re[k] + (double) im[k] * im[k]);
                }
            }
        }

        private void spectrum(long centre, int length, float[] window, RealFft transform) throws IOException {
            long from = centre - length / 2;
            int missing = (int) Math.max(0, -from);
            Arrays.fill(frame, 0);
            int got = reader.read(from + missing, samples, length - missing);
            for (int i = 0; i < got; i++) {
                frame[missing + i] = samples[i] * window[missing + i];
            }
            transform.forward(frame, 0, re, im);
        }

        private static float[] hann(int length) {
            float[] window = new float[length];
            for (int i = 0; i < length; i++) {
                window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / length));
            }
            return window;
        }
    }
}
