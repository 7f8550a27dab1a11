package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.melolog.worker.neural.engine.ModelFormatException;

/** Normalisation of tokens ({@code batch x length x channels}) with a gain and an offset per channel. */
record LayerNormalization(NDArray gain, NDArray offset) {
    private static final double EPSILON = 1e-5;

    static LayerNormalization read(Weights weights, int channels) throws ModelFormatException {
        return new LayerNormalization(weights.tensor("weight", channels), weights.tensor("bias", channels));
    }

    /** Each token by itself (Ba et al. 2016). */
    NDArray tokens(NDArray x) {
        return Kernels.layerNorm(x, gain, offset, EPSILON);
    }

    /** All tokens of an item together: a group normalisation of one group (Wu and He 2018). */
    NDArray items(NDArray x) {
        DataType precision = x.getDataType();
        try (NDArray exact = Kernels.inPrecision(x, DataType.FLOAT32)
                        .reshape(x.getShape().get(0), -1);
                NDArray mean = exact.mean(new int[] {1}, true);
                NDArray centered = exact.sub(mean);
                NDArray squares = centered.square();
                NDArray variance = squares.mean(new int[] {1}, true);
                NDArray deviation = variance.addi(EPSILON).sqrt();
                NDArray scaled = centered.divi(deviation).reshape(x.getShape())) {
            NDArray result = Kernels.inPrecision(scaled, precision).mul(gain);
            return result.addi(offset);
        }
    }
}
