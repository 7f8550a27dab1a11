package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.fft.Stft;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;

/**
 * Separates by a small neural network that was trained on generated songs ({@code training/MODEL_CARD.md}): masks the spectra
 * of mid and side, 348 bands each. A preview beside large networks: it has learned few timbres, and masks keep the phase of
 * the mix.
 *
 * <p>Three passes over the recording: one measures its level, one finds masks and the melody of what they let through, one
 * masks, sharpened by that melody, and resynthesises. Audio is never held; masks and pitch candidates take about 60 MB for a
 * quarter of an hour, the weights 3 MB, once. Deterministic. Immutable: any thread.
 */
public final class MaskNetworkSeparator implements VocalSeparator {
    private static final String RESOURCE = "masknet-1.bin";
    private static final String SHA256 = "211d9e2a12fc2942a598fae4a34bfebeae5c34da56463280bca62d4df4152704";
    private static final int MAX_CHANNELS = 2;
    /** Hop and rate the network was trained with; other rates keep its seconds. */
    private static final int TRAINED_HOP = 1024;

    private static final double TRAINED_RATE_HZ = 44_100;
    private static final int HOPS_PER_WINDOW = 4;
    /** Share of the work that measuring the level is. */
    private static final double LEVEL_SHARE = 0.15;
    /** And up to the end of the network's work. */
    private static final double MASKS_SHARE = 0.7;
    /** Frames that a hop of output waits for, counted from the first that it is part of. */
    private static final int FRAMES_TO_COMPLETE = 3;

    private final MaskWeights weights;

    MaskNetworkSeparator(MaskWeights weights) {
        this.weights = weights;
    }

    /** With the weights that come with this program. */
    public static MaskNetworkSeparator embedded() {
        return Embedded.SEPARATOR;
    }

    private static final class Embedded {
        static final MaskNetworkSeparator SEPARATOR = new MaskNetworkSeparator(load());

        private static MaskWeights load() {
            try (InputStream in = MaskNetworkSeparator.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("the program lacks its weights: " + RESOURCE);
                }
                return MaskWeights.read(in, SHA256);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void separate(
            PcmReader mix,
            PcmWriter vocals,
            PcmWriter accompaniment,
            DoubleConsumer progress,
            BooleanSupplier cancelled)
            throws IOException {
        if (mix.file().channels() > MAX_CHANNELS) {
            throw new IllegalArgumentException(
                    "mono or stereo only: " + mix.file().channels() + " channels");
        }
        Stft stft = stft(mix.file().sampleRateHz());
        ExactStems stems = new ExactStems(mix, vocals, accompaniment);
        FrameStream first = new FrameStream(mix, stft);
        VoiceAnalysis analysis = new VoiceAnalysis(weights, mix.file().sampleRateHz(), stft);
        analysis.measureLevel(first, Pass.steps(first.frames(), 0, LEVEL_SHARE, progress, cancelled));
        FrameStream second = new FrameStream(mix, stft);
        analysis.findMasks(second, Pass.steps(second.frames(), LEVEL_SHARE, MASKS_SHARE, progress, cancelled));
        FrameStream third = new FrameStream(mix, stft);
        writeStems(third, analysis, stems, Pass.steps(third.frames(), MASKS_SHARE, 1, progress, cancelled));
    }

    /** A window as long as the network's; bins at most as far apart as those it was trained with. */
    private static Stft stft(int sampleRateHz) {
        int hop = Math.max(2, (int) Math.round(TRAINED_HOP * sampleRateHz / TRAINED_RATE_HZ));
        int window = HOPS_PER_WINDOW * hop;
        int fft = Integer.highestOneBit(window);
        return new Stft(window, fft < window ? 2 * fft : fft);
    }

    private static void writeStems(FrameStream frames, VoiceAnalysis analysis, ExactStems stems, IntConsumer step)
            throws IOException {
        float[] mid = new float[frames.bins()];
        float[] side = new float[frames.bins()];
        float[][] sums = new float[frames.channels()][frames.windowSamples()];
        while (frames.next()) {
            int t = frames.frameIndex();
            step.accept(t);
            analysis.gains(t, mid, side);
            frames.synthesizeMidSide(mid, side, sums);
            if (t >= FRAMES_TO_COMPLETE) {
                stems.write(sums, frames.hopSamples());
            }
            FrameStream.moveOn(sums, frames.hopSamples());
        }
    }
}
