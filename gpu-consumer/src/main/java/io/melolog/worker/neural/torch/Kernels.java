package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;

/**
 * The library's operations that networks use, by short names. Results belong to the manager of the first argument, which must
 * therefore be the value that flows, never a weight.
 */
final class Kernels {
    private Kernels() {}

    static NDArray convolve(
            NDArray x, NDArray weight, @Nullable NDArray bias, Shape stride, Shape padding, Shape dilation) {
        return JniUtils.convolution(pt(x), pt(weight), bias == null ? null : pt(bias), stride, padding, dilation, 1);
    }

    /** {@code x} times the transposed weight. */
    static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return JniUtils.linear(pt(x), pt(weight), pt(bias));
    }

    static NDArray gelu(NDArray x) {
        return JniUtils.gelu(pt(x));
    }

    static NDArray relu(NDArray x) {
        return JniUtils.relu(pt(x));
    }

    static NDArray softmaxOfLast(NDArray x) {
        return JniUtils.softmax(pt(x), -1, x.getDataType());
    }

    /** Gated linear unit (Dauphin et al. 2017): the first half along an axis times the sigmoid of the second. */
    static NDArray glu(NDArray x, int axis) {
        long half = x.getShape().get(axis) / 2;
        try (NDArray values = slice(x, axis, 0, half);
                NDArray gates = slice(x, axis, half, 2 * half)) {
            return JniUtils.sigmoid(pt(gates)).muli(values);
        }
    }

    /** A view. */
    static NDArray slice(NDArray x, int axis, long from, long to) {
        return JniUtils.slice(pt(x), axis, from, to, 1);
    }

    /** Zeros behind the last axis. */
    static NDArray padEnd(NDArray x, long count) {
        return JniUtils.pad(pt(x), new long[] {0, count}, 0);
    }

    static NDArray layerNorm(NDArray x, NDArray gain, NDArray offset, double epsilon) {
        return JniUtils.layerNorm(pt(x), gain.getShape(), pt(gain), pt(offset), epsilon);
    }

    /** Complex numbers of pairs along the last axis, and back. */
    static NDArray complexOfPairs(NDArray x) {
        return JniUtils.complex(pt(x));
    }

    static NDArray pairsOfComplex(NDArray x) {
        return JniUtils.real(pt(x));
    }

    static NDArray stft(NDArray x, int frameSamples, int hopSamples, NDArray window) {
        return JniUtils.stft(pt(x), frameSamples, hopSamples, pt(window), false, true, true);
    }

    static NDArray inverseRealFft(NDArray x, int length, int axis) {
        return JniUtils.irfft(pt(x), length, axis);
    }

    static NDArray inPrecision(NDArray x, DataType precision) {
        return x.getDataType() == precision ? x : x.toType(precision, true);
    }

    private static PtNDArray pt(NDArray x) {
        return (PtNDArray) x;
    }
}
