package io.melolog.worker.dsp.pcm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends frames to a new scratch file. One thread at a time. */
public final class PcmWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final int sampleRateHz;
    private final int channels;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long sampleFrames;

    public PcmWriter(Path path, int sampleRateHz, int channels) throws IOException {
        this.path = path;
        this.sampleRateHz = sampleRateHz;
        this.channels = channels;
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Appends the first {@code frames} frames of {@code interleaved}. */
    public void write(float[] interleaved, int frames) throws IOException {
        int samples = frames * channels;
        int done = 0;
        while (done < samples) {
            int count = Math.min(BUFFER_BYTES / Float.BYTES, samples - done);
            buffer.clear();
            buffer.asFloatBuffer().put(interleaved, done, count);
            buffer.limit(count * Float.BYTES);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            done += count;
        }
        sampleFrames += frames;
    }

    /** What was written so far. */
    public PcmFile file() {
        return new PcmFile(path, sampleRateHz, channels, sampleFrames);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
