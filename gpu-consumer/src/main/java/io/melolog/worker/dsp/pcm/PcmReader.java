package io.melolog.worker.dsp.pcm;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Reads frames of a {@link PcmFile} from any position. One thread at a time. */
public final class PcmReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final PcmFile file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    public PcmReader(PcmFile file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file.path(), StandardOpenOption.READ);
    }

    public PcmFile file() {
        return file;
    }

    /**
     * Reads {@code frames} frames, or fewer at the end of the file, into the start of {@code interleaved}.
     *
     * @return the frames read, 0 at the end
     */
    public int read(long firstFrame, float[] interleaved, int frames) throws IOException {
        int wanted = (int) Math.max(0, Math.min(frames, file.sampleFrames() - firstFrame));
        long position = firstFrame * file.frameBytes();
        int samples = wanted * file.channels();
        int done = 0;
        while (done < samples) {
            buffer.clear().limit(Math.min(BUFFER_BYTES, (samples - done) * Float.BYTES));
            fill(position + (long) done * Float.BYTES);
            int got = buffer.remaining() / Float.BYTES;
            buffer.asFloatBuffer().get(interleaved, done, got);
            done += got;
        }
        return wanted;
    }

    private void fill(long position) throws IOException {
        while (buffer.hasRemaining()) {
            int got = channel.read(buffer, position + buffer.position());
            if (got < 0) {
                throw new EOFException(
                        file.path().getFileName() + " is shorter than its " + file.sampleFrames() + " frames");
            }
        }
        buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
