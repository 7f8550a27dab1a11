package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import io.melolog.worker.neural.engine.ModelFormatException;

/** A linear map of the last axis. */
record Linear(NDArray weight, NDArray bias) {
    /** @param scale of each output, multiplied into the weights; empty for none */
    static Linear read(Weights weights, int outputs, int inputs, float[] scale) throws ModelFormatException {
        return of(weights, weights.values("weight", outputs, inputs), weights.values("bias", outputs), scale);
    }

    /** The same from a 1x1 convolution over time. */
    static Linear readConvolution(Weights weights, int outputs, int inputs) throws ModelFormatException {
        return of(weights, weights.values("weight", outputs, inputs, 1), weights.values("bias", outputs), new float[0]);
    }

    static Linear of(Weights weights, float[] matrix, float[] bias, float[] scale) {
        int outputs = bias.length;
        int inputs = matrix.length / outputs;
        float[] scaledMatrix = matrix.clone();
        float[] scaledBias = bias.clone();
        for (int output = 0; output < scale.length; output++) {
            scaledBias[output] *= scale[output];
            for (int input = 0; input < inputs; input++) {
                scaledMatrix[output * inputs + input] *= scale[output];
            }
        }
        return new Linear(weights.onDevice(scaledMatrix, outputs, inputs), weights.onDevice(scaledBias, outputs));
    }

    NDArray apply(NDArray x) {
        return Kernels.linear(x, weight, bias);
    }
}
