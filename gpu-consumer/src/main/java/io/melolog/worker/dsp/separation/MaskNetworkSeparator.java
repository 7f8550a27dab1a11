package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.fft.Stft;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;

/**
 * Separates by a small neural network that was trained on generated songs ({@code training/MODEL_CARD.md}): masks the spectra
 * of mid and side, 348 bands each. A preview beside large networks: it has learned few timbres, and masks keep the phase of
 * the mix.
 *
 * <p>Two passes over the recording: one measures its level, one masks and resynthesises. Audio is never held; the weights take
 * 5 MB, once. Deterministic. Immutable: any thread.
 */
public final class MaskNetworkSeparator implements VocalSeparator {
    private static final String RESOURCE = "masknet-1.bin";
    private static final String SHA256 = "0000";
    private static final int MAX_CHANNELS = 2;
    /** Hop and rate the network was trained with; other rates keep its seconds. */
    private static final int TRAINED_HOP = 1024;

    private static final double TRAINED_RATE_HZ = 44_100;
    private static final int HOPS_PER_WINDOW = 4;
    /** Share of the work that measuring the level is. */
    private static final double LEVEL_SHARE = 0.2;
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
        Analysis analysis = new Analysis(first, stft);
        double level = analysis.level(first, step(first.frames(), 0, LEVEL_SHARE, progress, cancelled));
        FrameStream ahead = new FrameStream(mix, stft);
        Synthesis synthesis = new Synthesis(new FrameStream(mix, stft), analysis.bands, stems);
        MaskNetwork network = new MaskNetwork(weights, synthesis::next);
        IntConsumer step = step(ahead.frames(), LEVEL_SHARE, 1, progress, cancelled);
        while (ahead.next()) {
            step.accept(ahead.frameIndex());
            network.push(analysis.features(ahead, level));
        }
        network.end();
    }

    /** A window as long as the network's; bins at most as far apart as those it was trained with. */
    private static Stft stft(int sampleRateHz) {
        int hop = Math.max(2, (int) Math.round(TRAINED_HOP * sampleRateHz / TRAINED_RATE_HZ));
        int window = HOPS_PER_WINDOW * hop;
        int fft = Integer.highestOneBit(window);
        return new Stft(window, fft < window ? 2 * fft : fft);
    }

    /** What happens before each frame of a pass. */
    private static IntConsumer step(
            int frames, double from, double to, DoubleConsumer progress, BooleanSupplier cancelled) {
        return frameIndex -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("separation cancelled");
            }
            progress.accept(from + (to - from) * (frameIndex + 1) / frames);
        };
    }

    /** Spectra to what the network sees. */
    private static final class Analysis {
        private final SpectralBands bands;
        private final float[] midBins;
        private final float[] sideBins;
        private final float[] mid = new float[SpectralBands.FEATURES / 2];
        private final float[] side = new float[SpectralBands.FEATURES / 2];
        private final float[] features = new float[SpectralBands.FEATURES];

        Analysis(FrameStream frames, Stft stft) {
            this.bands = new SpectralBands((double) frames.sampleRateHz() / stft.fftSamples(), stft.bins());
            this.midBins = new float[stft.bins()];
            this.sideBins = new float[stft.bins()];
        }

        double level(FrameStream frames, IntConsumer step) throws IOException {
            double sum = 0;
            while (frames.next()) {
                step.accept(frames.frameIndex());
                measure(frames);
                sum += bands.level(mid, side);
            }
            return sum / Math.max(1, frames.frames());
        }

        float[] features(FrameStream frames, double level) {
            measure(frames);
            SpectralBands.features(mid, side, level, features);
            return features;
        }

        private void measure(FrameStream frames) {
            frames.midSidePower(midBins, sideBins);
            bands.power(midBins, mid);
            bands.power(sideBins, side);
        }
    }

    /** Masks to stems: reads the recording once more, as far behind as the masks are. */
    private static final class Synthesis {
        private final FrameStream frames;
        private final SpectralBands bands;
        private final ExactStems stems;
        private final float[] midGains;
        private final float[] sideGains;
        private final float[][] sums;

        Synthesis(FrameStream frames, SpectralBands bands, ExactStems stems) {
            this.frames = frames;
            this.bands = bands;
            this.stems = stems;
            this.midGains = new float[frames.bins()];
            this.sideGains = new float[frames.bins()];
            this.sums = new float[frames.channels()][frames.windowSamples()];
        }

        void next(float[] masks) throws IOException {
            if (!frames.next()) {
                throw new IllegalStateException("more masks than frames");
            }
            bands.gains(masks, midGains, sideGains);
            frames.synthesizeMidSide(midGains, sideGains, sums);
            if (frames.frameIndex() >= FRAMES_TO_COMPLETE) {
                stems.write(sums, frames.hopSamples());
            }
            FrameStream.moveOn(sums, frames.hopSamples());
        }
    }
}
