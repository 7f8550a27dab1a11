package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/**
 * Mean and deviation of each item of a batch, to bring it to zero mean and unit variance and back.
 *
 * @param mean {@code batch x 1}, with the deviation in the same shape
 */
record Standardization(NDArray mean, NDArray deviation) implements AutoCloseable {
    private static final float LEAST_DEVIATION = 1e-5f;

    static Standardization of(NDArray x) {
        long count = x.size() / x.getShape().get(0);
        try (NDArray flat = x.reshape(x.getShape().get(0), -1)) {
            NDArray mean = flat.mean(new int[] {1}, true);
            try (NDArray centered = flat.sub(mean);
                    NDArray squares = centered.square();
                    NDArray sum = squares.sum(new int[] {1}, true)) {
                return new Standardization(
                        mean, sum.divi(Math.max(1, count - 1)).sqrt());
            }
        }
    }

    /** Changes and returns {@code x}. */
    NDArray apply(NDArray x) {
        try (NDArray divisor = deviation.add(LEAST_DEVIATION)) {
            return changed(x, flat -> flat.subi(mean).divi(divisor));
        }
    }

    /** Changes and returns {@code x}. */
    NDArray undo(NDArray x) {
        return changed(x, flat -> flat.muli(deviation).addi(mean));
    }

    private static NDArray changed(NDArray x, UnaryOperator<NDArray> change) {
        Shape shape = x.getShape();
        return Flow.of(x)
                .then(y -> y.reshape(shape.get(0), -1))
                .then(change)
                .then(y -> y.reshape(shape))
                .value();
    }

    @Override
    public void close() {
        mean.close();
        deviation.close();
    }
}
