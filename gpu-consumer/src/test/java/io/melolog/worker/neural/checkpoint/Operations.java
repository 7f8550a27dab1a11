package io.melolog.worker.neural.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A pickle's operations as texts of bytes, to be joined; {@link #bytes} makes a pickle of them. */
final class Operations {
    static final String NETWORK = global("demucs.htdemucs", "HTDemucs");
    static final String DICTIONARY = global("collections", "OrderedDict") + ")R";
    static final String STORAGE = storage("FloatStorage", "0", 4);

    private Operations() {}

    static byte[] bytes(String operations) {
        return operations.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(String text) {
        String utf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return "X" + int32(utf8.length()) + utf8;
    }

    static String whole(long value) {
        return "\u008A\u0008" + littleEndian(ByteBuffer.allocate(8).putLong(Long.reverseBytes(value)));
    }

    static String global(String module, String name) {
        return "c" + module + "\n" + name + "\n";
    }

    static String int32(int value) {
        return littleEndian(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value));
    }

    private static String littleEndian(ByteBuffer buffer) {
        return new String(buffer.array(), StandardCharsets.ISO_8859_1);
    }

    static String tuple(String... values) {
        return "(" + String.join("", values) + "t";
    }

    static String wholes(long... values) {
        StringBuilder tuple = new StringBuilder("(");
        for (long value : values) {
            tuple.append(whole(value));
        }
        return tuple.append("t").toString();
    }

    static String storage(String type, String key, long elements) {
        return tuple(text("storage"), global("torch", type), text(key), text("cpu"), whole(elements)) + "Q";
    }

    static String tensor(String storage, long offset, String sizes, String strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                + tuple(storage, whole(offset), sizes, strides, "\u0089", DICTIONARY)
                + "R";
    }

    /** Four floats, all of the storage. */
    static String tensor() {
        return tensor(STORAGE, 0, wholes(4), wholes(1));
    }

    /** A pickle of a network with those further arguments, tensors and traces of training, each key and value. */
    static byte[] network(String arguments, String state, String training) {
        return bytes("\u0080\u0002}(" + text("klass") + NETWORK + text("args") + ")" + text("kwargs")
                + "}(" + text("sources") + "](" + text("vocals") + text("rest") + "e" + arguments + "u"
                + text("state") + "}(" + text("weight") + tensor() + state + "u"
                + text("training_args") + "}(" + training + "uu.");
    }
}
