package io.melolog.worker.neural.child;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import org.jspecify.annotations.Nullable;

/** Messages of a known length on a pipe, so that neither side can be made to read more than it allows. Reading and writing: one thread each. */
final class Frames {
    /** Far more than any message needs: paths, names and numbers only. */
    static final int MAX_BYTES = 1 << 20;

    private Frames() {}

    /** Writes a message's fields. */
    @FunctionalInterface
    interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    static void write(OutputStream to, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        if (bytes.size() > MAX_BYTES) {
            throw new IOException("a message of " + bytes.size() + " bytes is too long");
        }
        DataOutputStream out = new DataOutputStream(to);
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
    }

    /** @return the next message, or null where the other side ended */
    static @Nullable DataInputStream read(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        if (length < 1 || length > MAX_BYTES) {
            throw new StreamCorruptedException("no message has " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            return null;
        }
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
