package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.fft.Stft;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What {@link MaskNetworkSeparator} finds out about a recording before it masks it: its level, the network's masks, and the
 * melody of what these let through. Masks are held with 8 bits. One recording, one thread.
 */
final class VoiceAnalysis {
    private static final int MASK_STEPS = 255;

    /** Powers of a frame whose masks the network still owes. */
    private record Powers(float[] mid, float[] side) {}

    private final SpectralBands bands;
    private final HarmonicSalience salience;
    private final MelodyTracker tracker;
    private final HarmonicRefinement refinement;
    private final MaskNetwork network;
    private final int bins;
    private final Deque<Powers> waiting = new ArrayDeque<>();
    private final Deque<Powers> spare = new ArrayDeque<>();
    private final List<byte[]> masks = new ArrayList<>();
    private final float[] mid = new float[SpectralBands.FEATURES / 2];
    private final float[] side = new float[SpectralBands.FEATURES / 2];
    private final float[] features = new float[SpectralBands.FEATURES];
    private final float[] midGains;
    private final float[] sideGains;
    private final float[] candidates;
    private double level;
    private Melody melody = new Melody(new float[0], new float[0]);

    VoiceAnalysis(MaskWeights weights, int sampleRateHz, Stft stft) {
        MelodyCombParams params = MelodyCombParams.defaults();
        double binHz = (double) sampleRateHz / stft.fftSamples();
        this.bins = stft.bins();
        this.bands = new SpectralBands(binHz, bins);
        this.salience = new HarmonicSalience(params, sampleRateHz, stft.fftSamples());
        this.tracker = new MelodyTracker(params);
        this.refinement = new HarmonicRefinement(binHz, bins);
        this.network = new MaskNetwork(weights, this::take);
        this.midGains = new float[bins];
        this.sideGains = new float[bins];
        this.candidates = new float[params.gridSize()];
    }

    /** First pass. */
    void measureLevel(FrameStream frames, IntConsumer step) throws IOException {
        Powers powers = new Powers(new float[bins], new float[bins]);
        double sum = 0;
        while (frames.next()) {
            step.accept(frames.frameIndex());
            measure(frames, powers);
            sum += bands.level(mid, side);
        }
        level = sum / Math.max(1, frames.frames());
    }

    /** Second pass. */
    void findMasks(FrameStream frames, IntConsumer step) throws IOException {
        while (frames.next()) {
            step.accept(frames.frameIndex());
            Powers powers = spare.isEmpty() ? new Powers(new float[bins], new float[bins]) : spare.pop();
            measure(frames, powers);
            waiting.add(powers);
            SpectralBands.features(mid, side, level, features);
            network.push(features);
        }
        network.end();
        melody = tracker.track();
    }

    private void measure(FrameStream frames, Powers powers) {
        frames.midSidePower(powers.mid(), powers.side());
        bands.power(powers.mid(), mid);
        bands.power(powers.side(), side);
    }

    /** The network's masks of the frame that waits longest. */
    private void take(float[] frameMasks) {
        byte[] steps = new byte[frameMasks.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (byte) Math.round(frameMasks[i] * MASK_STEPS);
        }
        masks.add(steps);
        Powers powers = waiting.remove();
        bands.gains(frameMasks, midGains, sideGains);
        scaleBySquares(powers.mid(), midGains);
        scaleBySquares(powers.side(), sideGains);
        salience.compute(powers.mid(), powers.side(), candidates);
        tracker.add(candidates);
        spare.push(powers);
    }

    private static void scaleBySquares(float[] powers, float[] gains) {
        for (int k = 0; k < powers.length; k++) {
            powers[k] *= gains[k] * gains[k];
        }
    }

    /** Third pass: the gains of a frame, one per bin of mid and of side. */
    void gains(int frame, float[] midOut, float[] sideOut) {
        byte[] steps = masks.get(frame);
        for (int i = 0; i < features.length; i++) {
            features[i] = (steps[i] & 0xff) * (1f / MASK_STEPS);
        }
        bands.gains(features, midOut, sideOut);
        refinement.refine(melody, frame, midOut, sideOut);
    }
}
