package io.melolog.worker.neural.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How a storage holds numbers, little-endian. */
enum ElementType {
    FLOAT("torch.FloatStorage", 4),
    HALF("torch.HalfStorage", 2),
    BFLOAT16("torch.BFloat16Storage", 2),
    DOUBLE("torch.DoubleStorage", 8),
    LONG("torch.LongStorage", 8),
    INT("torch.IntStorage", 4),
    BOOL("torch.BoolStorage", 1);

    private final String storage;
    private final int bytes;

    ElementType(String storage, int bytes) {
        this.storage = storage;
        this.bytes = bytes;
    }

    /** Of Python's storage class. */
    static Optional<ElementType> ofStorage(String qualified) {
        return Arrays.stream(values())
                .filter(type -> type.storage.equals(qualified))
                .findFirst();
    }

    /** Of one element. */
    int bytes() {
        return bytes;
    }

    /** The element at that index, rounded to a float. */
    float read(ByteBuffer storage, int index) {
        int at = index * bytes;
        return switch (this) {
            case FLOAT -> storage.getFloat(at);
            case HALF -> Float.float16ToFloat(storage.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(storage.getShort(at) << Short.SIZE);
            case DOUBLE -> (float) storage.getDouble(at);
            case LONG -> storage.getLong(at);
            case INT -> storage.getInt(at);
            case BOOL -> storage.get(at) == 0 ? 0 : 1;
        };
    }
}
