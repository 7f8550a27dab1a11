package io.melolog.worker.decode.child;

import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Interleaved floats from one rate to another, aligned in time: the filter's delay is taken out. */
final class Resampler {
    /** Taps at the lower of both rates: twice libswresample's default, for a steeper edge under Nyquist. */
    private static final int FILTER_TAPS = 64;

    private final SwrContext swr = new SwrContext(null);
    private final FloatSamples in = new FloatSamples();
    private final FloatSamples out = new FloatSamples();
    private final int channels;
    private final int inRateHz;
    private final int leastFrames;
    private long framesIn;

    Resampler(int inRateHz, int outRateHz, int channels) throws ChildException {
        this.channels = channels;
        this.inRateHz = inRateHz;
        this.leastFrames = 2 * FILTER_TAPS * Math.max(1, Math.ceilDiv(inRateHz, outRateHz));
        AVChannelLayout layout = new AVChannelLayout();
        avutil.av_channel_layout_default(layout, channels);
        int format = avutil.AV_SAMPLE_FMT_FLT;
        Ffmpeg.check(
                swresample.swr_alloc_set_opts2(swr, layout, format, outRateHz, layout, format, inRateHz, 0, null),
                ChildFailure.INTERNAL,
                "preparing the resampler");
        avutil.av_opt_set_int(swr, "filter_size", FILTER_TAPS, 0);
        Ffmpeg.check(swresample.swr_init(swr), ChildFailure.INTERNAL, "preparing the resampler");
    }

    int inRateHz() {
        return inRateHz;
    }

    /** Resamples {@code frames} frames into {@link #out}; returns how many came out, 0 or more. */
    int resample(float[] interleaved, int frames) throws ChildException {
        framesIn += frames;
        in.reserve(frames * channels);
        in.view().put(0, interleaved, 0, frames * channels);
        return convert(in.planes(), frames);
    }

    /**
     * What the filter still holds; call until it returns 0. Less audio than the filter is long would be lost, so silence
     * follows it, and the caller cuts the result to its length.
     */
    int drain() throws ChildException {
        if (framesIn < leastFrames) {
            int missing = leastFrames - (int) framesIn;
            int got = resample(new float[missing * channels], missing);
            if (got > 0) {
                return got;
            }
        }
        return convert(null, 0);
    }

    FloatBuffer out() {
        return out.view();
    }

    private int convert(@Nullable PointerPointer<Pointer> input, int frames) throws ChildException {
        int room = swresample.swr_get_out_samples(swr, frames) + 1;
        out.reserve(room * channels);
        return Ffmpeg.check(
                swresample.swr_convert(swr, out.planes(), room, input, frames), ChildFailure.INTERNAL, "resampling");
    }
}
