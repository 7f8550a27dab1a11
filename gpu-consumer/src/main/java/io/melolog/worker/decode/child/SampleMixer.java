package io.melolog.worker.decode.child;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;

/**
 * Decoded frames of any sample format and channel layout to interleaved floats of one or two channels, at the frame's
 * rate. Integers are scaled by a power of two only, so 16 and 24 bit are exact. A downmix is scaled so that it cannot
 * clip (stereo to mono is the mean); channels of unknown places are averaged.
 */
final class SampleMixer {
    private final int channels;
    private final FloatSamples out = new FloatSamples();
    private SwrContext swr = new SwrContext();
    private int format = -1;
    private int rateHz;
    private final AVChannelLayout layout = new AVChannelLayout();

    SampleMixer(int channels) {
        this.channels = channels;
    }

    /** Mixes one frame into {@link #out}; returns how many sample frames it has. */
    int mix(AVFrame frame) throws ChildException {
        if (changed(frame)) {
            configure(frame);
        }
        out.reserve(frame.nb_samples() * channels);
        int got = swresample.swr_convert(
                swr, out.planes(), frame.nb_samples(), frame.extended_data(), frame.nb_samples());
        return Ffmpeg.check(got, ChildFailure.UNDECODABLE, "converting samples");
    }

    FloatSamples out() {
        return out;
    }

    private boolean changed(AVFrame frame) {
        return frame.format() != format
                || frame.sample_rate() != rateHz
                || avutil.av_channel_layout_compare(layout, frame.ch_layout()) != 0;
    }

    private void configure(AVFrame frame) throws ChildException {
        AudioFormats.check(frame.sample_rate(), frame.ch_layout().nb_channels());
        format = frame.format();
        rateHz = frame.sample_rate();
        Ffmpeg.check(
                avutil.av_channel_layout_copy(layout, frame.ch_layout()), ChildFailure.UNDECODABLE, "channel layout");
        AVChannelLayout in = known(frame.ch_layout());
        if (swresample.swr_init(allocate(in)) < 0) {
            allocate(in);
            double[] mean = new double[channels * in.nb_channels()];
            Arrays.fill(mean, 1.0 / in.nb_channels());
            swresample.swr_set_matrix(swr, mean, in.nb_channels());
            Ffmpeg.check(swresample.swr_init(swr), ChildFailure.UNSUPPORTED, in.nb_channels() + " channels");
        }
    }

    /** A layout without places gets the usual one for its count, where there is one. */
    private static AVChannelLayout known(AVChannelLayout layout) {
        if (layout.order() != avutil.AV_CHANNEL_ORDER_UNSPEC) {
            return layout;
        }
        AVChannelLayout usual = new AVChannelLayout();
        avutil.av_channel_layout_default(usual, layout.nb_channels());
        return usual;
    }

    private SwrContext allocate(AVChannelLayout in) throws ChildException {
        AVChannelLayout target = new AVChannelLayout();
        avutil.av_channel_layout_default(target, channels);
        swr = new SwrContext(null);
        Ffmpeg.check(
                swresample.swr_alloc_set_opts2(
                        swr, target, avutil.AV_SAMPLE_FMT_FLT, rateHz, in, format, rateHz, 0, null),
                ChildFailure.UNDECODABLE,
                "preparing the conversion");
        avutil.av_opt_set_double(swr, "rematrix_maxval", 1.0, 0);
        return swr;
    }
}
