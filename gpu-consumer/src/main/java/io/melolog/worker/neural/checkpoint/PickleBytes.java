package io.melolog.worker.neural.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of a pickle's operations, one after the other. What ends early or is too large ends in a {@link RuntimeException}. One thread.
 */
final class PickleBytes {
    private final ByteBuffer in;

    PickleBytes(byte[] pickle) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    int unsignedByte() {
        return in.get() & 0xFF;
    }

    int unsignedShort() {
        return in.getShort() & 0xFFFF;
    }

    int integer() {
        return in.getInt();
    }

    void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    /** Big-endian, unlike all others. */
    double real() {
        return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
    }

    /** At most 64 bits, least significant byte first. */
    long integer(int bytes) {
        if (bytes > Long.BYTES) {
            throw new ArithmeticException("an integer of more than 64 bits");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.get() & 0xFFL) << (Byte.SIZE * i);
        }
        int unused = Long.SIZE - Byte.SIZE * bytes;
        return bytes == 0 ? 0 : value << unused >> unused;
    }

    /** @param bytes negative for more than 2 GiB, which no pickle here has */
    String text(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new IllegalArgumentException("a text longer than the pickle");
        }
        String text = new String(in.array(), in.position(), bytes, StandardCharsets.UTF_8);
        skip(bytes);
        return text;
    }

    /** Until the end of the line. */
    String line() {
        int from = in.position();
        int end = from;
        while (in.get(end) != '\n') {
            end++;
        }
        in.position(end + 1);
        return new String(in.array(), from, end - from, StandardCharsets.UTF_8);
    }
}
