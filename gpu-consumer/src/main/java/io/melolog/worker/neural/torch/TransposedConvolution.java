package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.ModelFormatException;

/**
 * A transposed convolution whose kernel is twice its stride, over time or over frequency: output {@code stride * m + r} is the sum of
 * inputs {@code m} and {@code m - 1} times taps {@code r} and {@code r + stride}. So it is a convolution of two taps with an output
 * channel for each {@code r}, whose outputs are then interleaved. A quarter of the kernel is cut off at the start.
 *
 * @param weight {@code (channels * stride) x inputs x 2 (x 1)}
 */
record TransposedConvolution(NDArray weight, NDArray bias, int channels, int stride, boolean overFrequency) {
    static TransposedConvolution read(Weights weights, int inputs, int channels, int stride, boolean overFrequency)
            throws ModelFormatException {
        int kernel = 2 * stride;
        float[] taps = overFrequency
                ? weights.values("weight", inputs, channels, kernel, 1)
                : weights.values("weight", inputs, channels, kernel);
        float[] phases = new float[taps.length];
        int next = 0;
        for (int channel = 0; channel < channels; channel++) {
            for (int phase = 0; phase < stride; phase++) {
                for (int input = 0; input < inputs; input++) {
                    int base = (input * channels + channel) * kernel + phase;
                    phases[next++] = taps[base + stride];
                    phases[next++] = taps[base];
                }
            }
        }
        float[] bias = weights.values("bias", channels);
        float[] repeated = new float[channels * stride];
        for (int output = 0; output < repeated.length; output++) {
            repeated[output] = bias[output / stride];
        }
        long outputs = repeated.length;
        return new TransposedConvolution(
                overFrequency
                        ? weights.onDevice(phases, outputs, inputs, 2, 1)
                        : weights.onDevice(phases, outputs, inputs, 2),
                weights.onDevice(repeated, outputs),
                channels,
                stride,
                overFrequency);
    }

    /** @param length of the output along the axis of the convolution */
    NDArray apply(NDArray x, long length) {
        long cut = stride / 2;
        return Flow.of(overFrequency ? convolved2d(x) : convolved1d(x))
                .then(y -> overFrequency ? interleaved2d(y) : interleaved1d(y))
                .then(y -> Kernels.slice(y, 2, cut, cut + length))
                .value();
    }

    private NDArray convolved1d(NDArray x) {
        Shape one = new Shape(1);
        return Kernels.convolve(x, weight, bias, one, one, one);
    }

    private NDArray convolved2d(NDArray x) {
        Shape one = new Shape(1, 1);
        return Kernels.convolve(x, weight, bias, one, new Shape(1, 0), one);
    }

    private NDArray interleaved1d(NDArray y) {
        long batch = y.getShape().get(0);
        return Flow.of(y.reshape(batch, channels, stride, -1))
                .then(z -> z.transpose(0, 1, 3, 2))
                .then(z -> z.reshape(batch, channels, -1))
                .value();
    }

    private NDArray interleaved2d(NDArray y) {
        long batch = y.getShape().get(0);
        long times = y.getShape().get(3);
        return Flow.of(y.reshape(batch, channels, stride, -1, times))
                .then(z -> z.transpose(0, 1, 3, 2, 4))
                .then(z -> z.reshape(batch, channels, -1, times))
                .value();
    }
}
