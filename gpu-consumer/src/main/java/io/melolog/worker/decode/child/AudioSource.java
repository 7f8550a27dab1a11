package io.melolog.worker.decode.child;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a file's best audio stream, decoded on one thread. Encoder delay and padding are left out (FFmpeg does
 * that where the file says how much they are); packets that do not decode are skipped.
 */
final class AudioSource {
    private final FileIo io;
    private final AVFormatContext format;
    private final AVStream stream;
    private final AVCodecContext decoder;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();
    private boolean drained;
    private boolean damaged;

    AudioSource(FileIo io) throws ChildException, IOException {
        this.io = io;
        this.format = open(io);
        this.stream = bestStream(format);
        AudioFormats.check(
                stream.codecpar().sample_rate(), stream.codecpar().ch_layout().nb_channels());
        this.decoder = decoder(stream);
    }

    private static AVFormatContext open(FileIo io) throws ChildException, IOException {
        AVFormatContext format = avformat.avformat_alloc_context();
        format.pb(io.context());
        avutil.av_opt_set(format, "format_whitelist", AudioFormats.CONTAINERS, 0);
        avutil.av_opt_set(format, "codec_whitelist", AudioFormats.CODECS, 0);
        avutil.av_opt_set(format, "protocol_whitelist", "none", 0);
        int opened = avformat.avformat_open_input(format, (String) null, null, (AVDictionary) null);
        io.rethrow();
        Ffmpeg.check(opened, ChildFailure.UNDECODABLE, "opening");
        int found = avformat.avformat_find_stream_info(format, (AVDictionary) null);
        io.rethrow();
        Ffmpeg.check(found, ChildFailure.UNDECODABLE, "reading headers");
        return format;
    }

    private static AVStream bestStream(AVFormatContext format) throws ChildException {
        int best = avformat.av_find_best_stream(format, avutil.AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
        Ffmpeg.check(best, ChildFailure.UNDECODABLE, "looking for an audio stream");
        for (int i = 0; i < format.nb_streams(); i++) {
            if (i != best) {
                format.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
        return format.streams(best);
    }

    private static AVCodecContext decoder(AVStream stream) throws ChildException {
        AVCodec codec = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
        if (codec == null) {
            throw new ChildException(ChildFailure.UNDECODABLE, "no decoder");
        }
        AVCodecContext decoder = avcodec.avcodec_alloc_context3(codec);
        Ffmpeg.check(
                avcodec.avcodec_parameters_to_context(decoder, stream.codecpar()),
                ChildFailure.UNDECODABLE,
                "preparing the decoder");
        decoder.pkt_timebase(stream.time_base());
        decoder.thread_count(1);
        avutil.av_opt_set(decoder, "codec_whitelist", AudioFormats.CODECS, 0);
        Ffmpeg.check(
                avcodec.avcodec_open2(decoder, codec, (AVDictionary) null),
                ChildFailure.UNDECODABLE,
                "opening the decoder");
        return decoder;
    }

    String container() {
        String names = format.iformat().name().getString();
        String first = names.split(",", 2)[0];
        return first.equals("mov") ? "mp4" : first;
    }

    String codec() {
        return avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString();
    }

    /** The length that an MP4 track states, 0 where the container is another one or does not say. */
    double announcedSeconds() {
        boolean stated = container().equals("mp4") && stream.duration() > 0;
        return stated
                ? (double) stream.duration()
                        * stream.time_base().num()
                        / stream.time_base().den()
                : 0;
    }

    /** The next decoded frame, valid until the next call; null at the end. */
    @Nullable
    AVFrame next() throws ChildException, IOException {
        while (true) {
            int received = avcodec.avcodec_receive_frame(decoder, frame);
            if (received >= 0) {
                return frame;
            }
            note(received);
            if (drained) {
                return null;
            }
            feed();
        }
    }

    /** Sends one packet of the stream, or the end of it. What cannot be read any further counts as the end. */
    private void feed() throws ChildException, IOException {
        int read = avformat.av_read_frame(format, packet);
        io.rethrow();
        note(read);
        if (read < 0) {
            drained = true;
            avcodec.avcodec_send_packet(decoder, null);
            return;
        }
        if (packet.stream_index() == stream.index()) {
            note(avcodec.avcodec_send_packet(decoder, packet));
        }
        avcodec.av_packet_unref(packet);
    }

    /** True when something in the file could not be decoded. */
    boolean damaged() {
        return damaged;
    }

    private void note(int code) throws ChildException {
        if (Ffmpeg.isOutOfMemory(code)) {
            throw new ChildException(ChildFailure.MEMORY_LIMIT, "decoding");
        }
        damaged |= code < 0 && code != Ffmpeg.END && code != Ffmpeg.AGAIN;
    }
}
