package io.melolog.worker.dsp.separation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The mask network as a stream of frames: a linear layer, residual blocks of dilated convolutions and a sigmoid (after Luo and
 * Mesgarani, "Conv-TasNet", 2019; masks of band powers as in Stöter et al., "Open-Unmix", 2019). Its answer comes {@link
 * #delayFrames} frames late. Holds some hundred rows whatever the recording's length. One recording, one thread.
 */
final class MaskNetwork {
    /** Takes masks in order. */
    @FunctionalInterface
    interface MaskSink {
        /** @param masks 0..1, first of the mid bands, then of the side bands; overwritten after the call */
        void accept(float[] masks) throws IOException;
    }

    private final MaskWeights weights;
    private final MaskSink sink;
    private final List<TemporalBlock> blocks = new ArrayList<>();
    private final List<float[][]> rows = new ArrayList<>();
    private final float[][] pending;
    private final float[][] normalised;
    private final float[][] masks;
    private int pendingFrames;

    MaskNetwork(MaskWeights weights, MaskSink sink) {
        this.weights = weights;
        this.sink = sink;
        int width = weights.enter().outputs();
        rows.add(rows(width));
        for (MaskWeights.Block block : weights.blocks()) {
            blocks.add(new TemporalBlock(block));
            rows.add(rows(width));
        }
        this.pending = rows(weights.enter().inputs());
        this.normalised = rows(width);
        this.masks = rows(weights.leave().outputs());
    }

    private static float[][] rows(int columns) {
        return new float[TemporalBlock.MAX_FRAMES][columns];
    }

    int delayFrames() {
        return weights.blocks().stream().mapToInt(MaskWeights.Block::dilation).sum();
    }

    /** Takes the features of the next frame; see {@link SpectralBands#features}. */
    void push(float[] features) throws IOException {
        System.arraycopy(features, 0, pending[pendingFrames++], 0, features.length);
        if (pendingFrames == pending.length) {
            flush();
        }
    }

    /** Ends the recording: all masks that are missing reach the sink. */
    void end() throws IOException {
        flush();
        for (int b = 0; b < blocks.size(); b++) {
            pass(b + 1, blocks.get(b).end(rows.get(b + 1)));
        }
    }

    private void flush() throws IOException {
        weights.enter().apply(pending, rows.get(0), pendingFrames);
        pass(0, pendingFrames);
        pendingFrames = 0;
    }

    /** Takes {@code frames} rows before block {@code from} through the rest of the network. */
    private void pass(int from, int frames) throws IOException {
        int left = frames;
        for (int b = from; b < blocks.size(); b++) {
            left = blocks.get(b).push(rows.get(b), left, rows.get(b + 1));
        }
        emit(rows.get(blocks.size()), left);
    }

    private void emit(float[][] last, int frames) throws IOException {
        for (int f = 0; f < frames; f++) {
            float[] row = normalised[f];
            TemporalBlock.normalise(last[f], row);
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.max(0, row[i] * weights.gain()[i] + weights.shift()[i]);
            }
        }
        weights.leave().apply(normalised, masks, frames);
        for (int f = 0; f < frames; f++) {
            for (int i = 0; i < masks[f].length; i++) {
                masks[f][i] = (float) (1 / (1 + Math.exp(-masks[f][i])));
            }
            sink.accept(masks[f]);
        }
    }
}
