package io.melolog.worker.neural.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.ModelFormatException;

/**
 * Puts a checkpoint's tensors, by the names below a prefix, on a device in the precision the network computes in.
 *
 * @param manager owns what is put on the device
 */
record Weights(StateTensors state, NDManager manager, DataType precision, String prefix) {
    Weights in(String name) {
        return new Weights(state, manager, precision, prefix + name + ".");
    }

    float[] values(String name, long... shape) throws ModelFormatException {
        return state.take(prefix + name, shape);
    }

    NDArray tensor(String name, long... shape) throws ModelFormatException {
        return onDevice(values(name, shape), shape);
    }

    /** In memory of the library's own: what {@code create} gives lives in a buffer of the JVM, which has a limit for those. */
    NDArray onDevice(float[] values, long... shape) {
        try (NDArray array = manager.create(values, new Shape(shape))) {
            return precision == DataType.FLOAT32 ? array.duplicate() : array.toType(precision, true);
        }
    }
}
