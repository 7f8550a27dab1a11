package io.melolog.worker.neural.checkpoint;

import java.nio.ByteBuffer;

/**
 * Where a tensor's elements lie.
 *
 * @param key of the storage, which tensors may share
 * @param offset of its first element
 * @param strides elements between neighbours, one per dimension, 0 or more
 */
record StoredTensor(String key, ElementType type, long offset, long[] shape, long[] strides) {
    private static final int MAX_DIMENSIONS = 8;
    /** The largest network that is known has 42 million. */
    private static final long MAX_ELEMENTS = 1L << 28;

    /** Whether its sizes are sound, its last element is among the storage's, and none has to be read twice. */
    boolean fits(long storageElements) {
        if (offset < 0 || offset > storageElements || shape.length > MAX_DIMENSIONS) {
            return false;
        }
        long last = offset;
        long elements = 1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] < 0 || strides[i] < 0 || shape[i] > MAX_ELEMENTS || strides[i] > MAX_ELEMENTS) {
                return false;
            }
            elements *= shape[i];
            // At most 2^56 more, eight times.
            last += Math.max(0, shape[i] - 1) * strides[i];
            if (elements > MAX_ELEMENTS) {
                return false;
            }
        }
        return elements <= storageElements && (elements == 0 || last < storageElements);
    }

    int elements() {
        long elements = 1;
        for (long size : shape) {
            elements *= size;
        }
        return Math.toIntExact(elements);
    }

    /** Its elements, last dimension fastest. */
    float[] read(ByteBuffer storage) {
        float[] values = new float[elements()];
        long[] index = new long[shape.length];
        long at = offset;
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(storage, Math.toIntExact(at));
            at = advance(index, at);
        }
        return values;
    }

    private long advance(long[] index, long at) {
        long next = at;
        for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
            next += strides[dimension];
            if (++index[dimension] < shape[dimension]) {
                return next;
            }
            next -= shape[dimension] * strides[dimension];
            index[dimension] = 0;
        }
        return next;
    }
}
