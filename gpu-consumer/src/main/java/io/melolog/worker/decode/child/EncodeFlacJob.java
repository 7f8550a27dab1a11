package io.melolog.worker.decode.child;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** Writes 24-bit FLAC: the same samples always give the same bytes. */
final class EncodeFlacJob {
    private static final double FULL_SCALE = 1 << 23;
    private static final int UNUSED_BITS = 8;

    /** At 1.5 * 2^52 a double has no fraction, so adding it rounds as Math.rint does, which C1 would call out of line. */
    private static final double ROUNDING = 0x1.8p52;

    private final ChildRequest.EncodeFlac request;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private float[] samples = new float[0];
    private int[] steps = new int[0];

    EncodeFlacJob(ChildRequest.EncodeFlac request) {
        this.request = request;
    }

    ChildReply run() throws ChildException, IOException {
        try (FileChannel pcm = FileChannel.open(Path.of(request.input()), StandardOpenOption.READ);
                FileIo io = FileIo.creating(Path.of(request.output()), request.maxOutputBytes())) {
            AVFormatContext muxer = muxer(io);
            AVCodec codec = avcodec.avcodec_find_encoder_by_name("flac");
            AVCodecContext encoder = encoder(codec);
            AVStream stream = avformat.avformat_new_stream(muxer, codec);
            check(avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder), io, "preparing the stream");
            stream.time_base(encoder.time_base());
            check(avformat.avformat_write_header(muxer, (AVDictionary) null), io, "writing the header");
            encode(pcm, encoder, muxer, io);
            check(avformat.av_write_trailer(muxer), io, "finishing");
            avformat.avio_flush(io.context());
            io.rethrow();
            return new ChildReply.Encoded(io.size());
        }
    }

    private static AVFormatContext muxer(FileIo io) throws ChildException, IOException {
        AVFormatContext muxer = new AVFormatContext(null);
        check(avformat.avformat_alloc_output_context2(muxer, null, "flac", null), io, "preparing the file");
        muxer.pb(io.context());
        muxer.flags(muxer.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
        return muxer;
    }

    private AVCodecContext encoder(AVCodec codec) throws ChildException {
        AVCodecContext encoder = avcodec.avcodec_alloc_context3(codec);
        encoder.sample_fmt(avutil.AV_SAMPLE_FMT_S32);
        encoder.bits_per_raw_sample(24);
        encoder.sample_rate(request.sampleRateHz());
        encoder.time_base(new AVRational().num(1).den(request.sampleRateHz()));
        encoder.thread_count(1);
        encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_BITEXACT | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        avutil.av_channel_layout_default(encoder.ch_layout(), request.channels());
        Ffmpeg.check(
                avcodec.avcodec_open2(encoder, codec, (AVDictionary) null),
                ChildFailure.UNSUPPORTED,
                "FLAC of " + request.sampleRateHz() + " Hz, " + request.channels() + " channels");
        return encoder;
    }

    private void encode(FileChannel pcm, AVCodecContext encoder, AVFormatContext muxer, FileIo io)
            throws ChildException, IOException {
        AVFrame frame = frame(encoder);
        ByteBuffer bytes = ByteBuffer.allocateDirect(encoder.frame_size() * request.channels() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        samples = new float[encoder.frame_size() * request.channels()];
        steps = new int[samples.length];
        long done = 0;
        while (done < request.sampleFrames()) {
            int frames = (int) Math.min(encoder.frame_size(), request.sampleFrames() - done);
            read(pcm, bytes, frames);
            check(avutil.av_frame_make_writable(frame), io, "encoding");
            quantise(bytes, frame, frames);
            frame.nb_samples(frames).pts(done);
            send(frame, encoder, muxer, io);
            done += frames;
        }
        send(null, encoder, muxer, io);
    }

    private static AVFrame frame(AVCodecContext encoder) throws ChildException {
        AVFrame frame = avutil.av_frame_alloc();
        frame.format(encoder.sample_fmt()).nb_samples(encoder.frame_size()).sample_rate(encoder.sample_rate());
        avutil.av_channel_layout_copy(frame.ch_layout(), encoder.ch_layout());
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), ChildFailure.INTERNAL, "preparing a frame");
        return frame;
    }

    private void read(FileChannel pcm, ByteBuffer bytes, int frames) throws IOException {
        bytes.clear().limit(frames * request.channels() * Float.BYTES);
        while (bytes.hasRemaining()) {
            if (pcm.read(bytes) < 0) {
                throw new EOFException("fewer samples than the " + request.sampleFrames() + " frames announced");
            }
        }
        bytes.flip();
    }

    private void quantise(ByteBuffer bytes, AVFrame frame, int frames) {
        int count = frames * request.channels();
        bytes.asFloatBuffer().get(samples, 0, count);
        for (int i = 0; i < count; i++) {
            steps[i] = to24Bit(samples[i]) << UNUSED_BITS;
        }
        frame.data(0)
                .capacity((long) count * Integer.BYTES)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asIntBuffer()
                .put(steps, 0, count);
    }

    /** The nearest of the 2^24 steps, ties to even; clipped to full scale; NaN is 0. */
    static int to24Bit(float sample) {
        double scaled = sample * FULL_SCALE;
        if (scaled > FULL_SCALE - 1) {
            return (int) FULL_SCALE - 1;
        }
        return scaled < -FULL_SCALE ? (int) -FULL_SCALE : (int) (scaled + ROUNDING - ROUNDING);
    }

    private void send(@Nullable AVFrame frame, AVCodecContext encoder, AVFormatContext muxer, FileIo io)
            throws ChildException, IOException {
        check(avcodec.avcodec_send_frame(encoder, frame), io, "encoding");
        int received = avcodec.avcodec_receive_packet(encoder, packet);
        while (received >= 0) {
            packet.stream_index(0);
            check(avformat.av_write_frame(muxer, packet), io, "writing");
            avcodec.av_packet_unref(packet);
            received = avcodec.avcodec_receive_packet(encoder, packet);
        }
        if (received != Ffmpeg.AGAIN && received != Ffmpeg.END) {
            check(received, io, "encoding");
        }
    }

    private static void check(int code, FileIo io, String doing) throws ChildException, IOException {
        io.rethrow();
        Ffmpeg.check(code, ChildFailure.INTERNAL, doing);
    }
}
