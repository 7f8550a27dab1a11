package io.melolog.worker.decode.child;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;

/** Loading FFmpeg's libraries, and its error numbers. */
final class Ffmpeg {
    /** One allocation beyond this is a forged size, never audio. */
    private static final long MAX_ALLOCATION_BYTES = 128L << 20;

    static final int END = avutil.AVERROR_EOF();
    static final int AGAIN = avutil.AVERROR_EAGAIN();
    static final int IO = avutil.AVERROR_EIO();
    private static final int NO_MEMORY = avutil.AVERROR_ENOMEM();

    private Ffmpeg() {}

    /** Loads what is needed, each after what it depends on; avdevice and avfilter never, they need system libraries. */
    static void load() {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        avutil.av_max_alloc(MAX_ALLOCATION_BYTES);
        swresample.swresample_version();
        avcodec.avcodec_version();
        avformat.avformat_version();
    }

    /** Returns {@code code} when it is no error; out of memory is told apart from {@code otherwise}. */
    static int check(int code, ChildFailure otherwise, String doing) throws ChildException {
        if (code >= 0) {
            return code;
        }
        throw new ChildException(code == NO_MEMORY ? ChildFailure.MEMORY_LIMIT : otherwise, doing + ": " + text(code));
    }

    static boolean isOutOfMemory(int code) {
        return code == NO_MEMORY;
    }

    private static String text(int code) {
        byte[] buffer = new byte[128];
        avutil.av_strerror(code, buffer, buffer.length);
        int end = 0;
        while (end < buffer.length && buffer[end] != 0) {
            end++;
        }
        return new String(buffer, 0, end, StandardCharsets.UTF_8);
    }
}
