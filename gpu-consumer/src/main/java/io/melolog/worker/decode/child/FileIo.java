package io.melolog.worker.decode.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * One open file as FFmpeg's only input or output: no protocol of FFmpeg's is ever used, so that no file can make it
 * open another one or the network.
 */
final class FileIo implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SEEK_SET = 0;
    private static final int SEEK_CURRENT = 1;
    private static final int SEEK_END = 2;

    private final FileChannel channel;
    private final long maxBytes;
    private final AVIOContext context;
    private final Reader reader = new Reader();
    private final Writer writer = new Writer();
    private final Seeker seeker = new Seeker();
    private @Nullable IOException problem;

    private FileIo(FileChannel channel, boolean writing, long maxBytes) {
        this.channel = channel;
        this.maxBytes = maxBytes;
        BytePointer buffer = new BytePointer(avutil.av_malloc(BUFFER_BYTES));
        this.context = avformat.avio_alloc_context(
                buffer, BUFFER_BYTES, writing ? 1 : 0, null, writing ? null : reader, writing ? writer : null, seeker);
    }

    static FileIo reading(Path file) throws IOException {
        return new FileIo(FileChannel.open(file, StandardOpenOption.READ), false, 0);
    }

    static FileIo creating(Path file, long maxBytes) throws IOException {
        return new FileIo(
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), true, maxBytes);
    }

    AVIOContext context() {
        return context;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Throws what a callback could not throw through FFmpeg. */
    void rethrow() throws IOException {
        if (problem != null) {
            throw problem;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int failed(IOException e) {
        problem = e;
        return Ffmpeg.IO;
    }

    private static ByteBuffer view(BytePointer memory, int bytes) {
        return memory.capacity(bytes).asByteBuffer();
    }

    private final class Reader extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(@Nullable Pointer opaque, BytePointer memory, int bytes) {
            try {
                int got = channel.read(view(memory, bytes));
                return got <= 0 ? Ffmpeg.END : got;
            } catch (IOException e) {
                return failed(e);
            }
        }
    }

    private final class Writer extends Write_packet_Pointer_BytePointer_int {
        @Override
        public int call(@Nullable Pointer opaque, BytePointer memory, int bytes) {
            try {
                if (channel.position() + bytes > maxBytes) {
                    return failed(new OutputLimitException(maxBytes));
                }
                ByteBuffer buffer = view(memory, bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                return bytes;
            } catch (IOException e) {
                return failed(e);
            }
        }
    }

    private final class Seeker extends Seek_Pointer_long_int {
        @Override
        public long call(@Nullable Pointer opaque, long offset, int whence) {
            try {
                if ((whence & avformat.AVSEEK_SIZE) != 0) {
                    return channel.size();
                }
                long from =
                        switch (whence & 3) {
                            case SEEK_SET -> 0;
                            case SEEK_CURRENT -> channel.position();
                            case SEEK_END -> channel.size();
                            default -> Long.MIN_VALUE;
                        };
                if (from + offset < 0) {
                    return Ffmpeg.IO;
                }
                channel.position(from + offset);
                return from + offset;
            } catch (IOException e) {
                return failed(e);
            }
        }
    }
}
