package io.melolog.worker.neural.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;

/** What the worker tells the child. The end of the pipe tells it to end. */
sealed interface ToChild {
    /** Names the separation in everything that is said about it. */
    long id();

    /** Begin a separation, beside those that go on. */
    record Separate(long id, SeparationOrder order) implements ToChild {}

    /** Nobody waits for it any more. */
    record Cancel(long id) implements ToChild {}

    default void writeTo(DataOutputStream out) throws IOException {
        switch (this) {
            case Separate separate -> {
                out.writeByte(1);
                out.writeLong(separate.id());
                separate.order().writeTo(out);
            }
            case Cancel cancel -> {
                out.writeByte(2);
                out.writeLong(cancel.id());
            }
        }
    }

    static ToChild readFrom(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 1 -> new Separate(in.readLong(), SeparationOrder.readFrom(in));
            case 2 -> new Cancel(in.readLong());
            default -> throw new StreamCorruptedException("no such message: " + kind);
        };
    }
}
