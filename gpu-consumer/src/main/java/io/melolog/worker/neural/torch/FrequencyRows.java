package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The spectrogram branch as rows of time, one for each frequency, for operations over time. */
final class FrequencyRows {
    private FrequencyRows() {}

    /** {@code batch x channels x frequencies x times} as {@code (batch * frequencies) x channels x times}: a copy. */
    static NDArray of(NDArray x) {
        Shape shape = x.getShape();
        return Flow.of(x.transpose(0, 2, 1, 3))
                .then(y -> y.reshape(-1, shape.get(1), shape.get(3)))
                .value();
    }

    /** The way back, a copy in the usual order of memory. */
    static NDArray back(NDArray x, long batch) {
        Shape shape = x.getShape();
        long frequencies = shape.get(0) / batch;
        return Flow.of(x.reshape(batch, frequencies, shape.get(1), shape.get(2)))
                .then(y -> y.transpose(0, 2, 1, 3))
                .then(y -> y.reshape(batch, -1, shape.get(2)))
                .then(y -> y.reshape(batch, shape.get(1), frequencies, shape.get(2)))
                .value();
    }
}
