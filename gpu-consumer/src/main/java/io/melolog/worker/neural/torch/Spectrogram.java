package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * The short-time Fourier transform of segments and its inverse, as HTDemucs aligns them with its time branch: Hann window, frames
 * every quarter of a window, orthonormal, as many frames as hops in the segment (the last one begun), the highest frequency left out.
 * Frame {@code t} is centred in hop {@code t}, so segments are continued by 3/8 of a window at both ends.
 */
final class Spectrogram {
    /** Of a squared Hann window and its shifts by quarters of its length. */
    private static final float SUM_OF_SQUARED_WINDOWS = 1.5f;

    private static final int HOPS_PER_FRAME = 4;

    private final int frameSamples;
    private final int hopSamples;
    private final NDArray window;
    private final NDArray synthesisWindow;

    Spectrogram(int frameSamples, NDManager manager) {
        this.frameSamples = frameSamples;
        this.hopSamples = frameSamples / HOPS_PER_FRAME;
        float[] hann = new float[frameSamples];
        float[] synthesis = new float[frameSamples];
        double gain = Math.sqrt(frameSamples) / SUM_OF_SQUARED_WINDOWS;
        for (int sample = 0; sample < frameSamples; sample++) {
            double value = 0.5 - 0.5 * Math.cos(2 * Math.PI * sample / frameSamples);
            hann[sample] = (float) value;
            synthesis[sample] = (float) (value * gain);
        }
        this.window = manager.create(hann);
        this.synthesisWindow = manager.create(synthesis);
    }

    /**
     * @param segments {@code batch x channels x length}, flattened
     * @return {@code batch x (2 * channels) x (frameSamples / 2) x frames}: real and imaginary part of each channel
     */
    NDArray of(float[] segments, int batch, int channels, int length, NDManager scope) {
        int frames = (length + hopSamples - 1) / hopSamples;
        int margin = margin();
        float[] padded = ReflectedSegments.padded(segments, length, margin, margin + frames * hopSamples - length);
        NDArray signal =
                scope.create(padded, new Shape((long) batch * channels, (long) frames * hopSamples + 2L * margin));
        return Flow.of(signal)
                .then(x -> Kernels.stft(x, frameSamples, hopSamples, window))
                .then(Kernels::pairsOfComplex)
                .then(x -> Kernels.slice(x, 1, 0, frameSamples / 2))
                .then(x -> x.transpose(0, 3, 1, 2))
                .then(x -> x.reshape(batch, 2L * channels, frameSamples / 2, frames))
                .value();
    }

    /**
     * @param spectra {@code rows x 2 x (frameSamples / 2) x frames}: real and imaginary part
     * @return {@code rows x length}
     */
    NDArray inverse(NDArray spectra, int length) {
        long rows = spectra.getShape().get(0);
        long frames = spectra.getShape().get(3);
        try (NDArray windows = Flow.of(spectra.transpose(0, 3, 2, 1))
                        .then(x -> x.reshape(rows, -1, 2))
                        .then(x -> x.reshape(rows, frames, frameSamples / 2, 2))
                        .then(Kernels::complexOfPairs)
                        .then(x -> Kernels.inverseRealFft(x, frameSamples, 2))
                        .then(x -> x.muli(synthesisWindow))
                        .then(x -> x.reshape(rows, frames, HOPS_PER_FRAME, hopSamples))
                        .value();
                NDArray sum = overlapped(windows)) {
            return Kernels.slice(sum, 1, margin(), margin() + length);
        }
    }

    private NDArray overlapped(NDArray windows) {
        long rows = windows.getShape().get(0);
        long frames = windows.getShape().get(1);
        NDArray sum =
                windows.getManager().zeros(new Shape(rows, frames + HOPS_PER_FRAME - 1, hopSamples), DataType.FLOAT32);
        for (int part = 0; part < HOPS_PER_FRAME; part++) {
            try (NDArray slice = Kernels.slice(windows, 2, part, part + 1L);
                    NDArray parts = slice.reshape(rows, frames, hopSamples);
                    NDArray target = Kernels.slice(sum, 1, part, part + frames)) {
                target.addi(parts);
            }
        }
        return Flow.of(sum).then(x -> x.reshape(rows, -1)).value();
    }

    private int margin() {
        return hopSamples / 2 * 3;
    }
}
