package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.ModelFormatException;

/** A convolution over the last axis, or over the last two. */
record Convolution(NDArray weight, NDArray bias, Shape stride, Shape padding, Shape dilation) {
    /** @param shape of the weights: output channels, input channels, and the extent along each axis */
    static Convolution read(Weights weights, Shape stride, Shape padding, long... shape) throws ModelFormatException {
        Shape dilation = stride.dimension() == 1 ? new Shape(1) : new Shape(1, 1);
        return new Convolution(
                weights.tensor("weight", shape), weights.tensor("bias", shape[0]), stride, padding, dilation);
    }

    NDArray apply(NDArray x) {
        return Kernels.convolve(x, weight, bias, stride, padding, dilation);
    }
}
