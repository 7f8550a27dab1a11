package io.melolog.worker.decode.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A new file of raw little-endian floats that never grows beyond a size. */
final class PcmSink implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;

    private final FileChannel channel;
    private final long maxBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long bytes;

    PcmSink(Path file, long maxBytes) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        this.maxBytes = maxBytes;
    }

    void write(float[] samples, int count) throws IOException {
        bytes += (long) count * Float.BYTES;
        if (bytes > maxBytes) {
            throw new OutputLimitException(maxBytes);
        }
        int done = 0;
        while (done < count) {
            int part = Math.min(count - done, buffer.remaining() / Float.BYTES);
            buffer.asFloatBuffer().put(samples, done, part);
            buffer.position(buffer.position() + part * Float.BYTES);
            done += part;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    /** Shortens what was written. */
    void truncate(long toBytes) throws IOException {
        flush();
        channel.truncate(toBytes);
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }
}
