package io.melolog.worker.neural.checkpoint;

import io.melolog.worker.neural.engine.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Single numbers of NumPy, which stand among the settings that official checkpoints were trained with. Pickled they are three calls: the bytes as
 * a text of Latin-1, their type, the number. Here they become the number.
 */
final class NumpyNumbers {
    private NumpyNumbers() {}

    /** The bytes of a number. */
    record RawBytes(byte[] bytes) {}

    /** A type of numbers that may occur, by NumPy's code. */
    enum NumberType {
        F8,
        F4,
        I8,
        I4,
        B1;

        private Object read(ByteBuffer bytes) {
            return switch (this) {
                case F8 -> bytes.getDouble();
                case F4 -> (double) bytes.getFloat();
                case I8 -> bytes.getLong();
                case I4 -> (long) bytes.getInt();
                case B1 -> bytes.get() != 0;
            };
        }
    }

    /** {@code _codecs.encode(text, 'latin1')}. */
    static RawBytes bytes(List<Object> arguments) throws ModelFormatException {
        if (arguments.size() == 2
                && arguments.getFirst() instanceof String text
                && text.length() <= Long.BYTES
                && text.chars().allMatch(letter -> letter <= 0xFF)
                && "latin1".equals(arguments.getLast())) {
            return new RawBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        throw noNumber();
    }

    /** {@code numpy.dtype(code, ...)}. */
    static NumberType type(List<Object> arguments) throws ModelFormatException {
        return Arrays.stream(NumberType.values())
                .filter(type -> !arguments.isEmpty() && arguments.getFirst().equals(code(type)))
                .findFirst()
                .orElseThrow(NumpyNumbers::noNumber);
    }

    private static String code(NumberType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** The state of a type, {@code (3, '<', ...)}: little-endian, or bytes that have no order. */
    static void requireLittleEndian(Object state) throws ModelFormatException {
        if (!(state instanceof List<?> list
                && list.size() > 1
                && ("<".equals(list.get(1)) || "|".equals(list.get(1))))) {
            throw noNumber();
        }
    }

    /** {@code numpy.core.multiarray.scalar(type, bytes)}: a {@link Double}, {@link Long} or {@link Boolean}. */
    static Object number(List<Object> arguments) throws ModelFormatException {
        if (arguments.size() == 2
                && arguments.getFirst() instanceof NumberType type
                && arguments.getLast() instanceof RawBytes(byte[] bytes)
                && bytes.length == Character.digit(type.name().charAt(1), 10)) {
            return type.read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        }
        throw noNumber();
    }

    private static ModelFormatException noNumber() {
        return new ModelFormatException(
                "A number in the checkpoint is none that is known here. Nothing in it was executed.");
    }
}
