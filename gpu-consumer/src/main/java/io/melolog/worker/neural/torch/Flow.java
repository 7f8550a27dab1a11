package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * The value that passes through a network. Each step replaces it and frees its predecessor at once, so that no more than one
 * step's input and output are held; a failure leaves the value to its manager, which the whole pass closes.
 */
final class Flow {
    private NDArray value;

    private Flow(NDArray value) {
        this.value = value;
    }

    /** Takes over {@code value}: it is freed by the first step. */
    static Flow of(NDArray value) {
        return new Flow(value);
    }

    Flow then(UnaryOperator<NDArray> step) {
        NDArray next = step.apply(value);
        if (next != value) {
            value.close();
            value = next;
        }
        return this;
    }

    NDArray value() {
        return value;
    }
}
