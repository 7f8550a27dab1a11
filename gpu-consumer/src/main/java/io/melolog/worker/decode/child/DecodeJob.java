package io.melolog.worker.decode.child;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes one file: mix to at most two channels, make every sample finite, resample if asked to, write. */
final class DecodeJob {
    /** Beyond this (18 dB over full scale) a sample is damage, not audio. */
    static final float MAX_ABSOLUTE_SAMPLE = 8;

    private final ChildRequest.Decode request;
    private int sourceRateHz;
    private int sourceChannels;
    private int channels;
    private int targetRateHz;
    private long sourceFrames;
    private int lastFrames;
    private long sampleFrames;
    private float[] samples = new float[0];
    private @Nullable Resampler resampler;

    DecodeJob(ChildRequest.Decode request) {
        this.request = request;
    }

    ChildReply run() throws ChildException, IOException {
        try (FileIo io = FileIo.reading(Path.of(request.input()))) {
            if (io.size() == 0) {
                throw new ChildException(ChildFailure.EMPTY, "the file has no bytes");
            }
            AudioSource source = new AudioSource(io);
            try (PcmSink sink = new PcmSink(Path.of(request.output()), request.maxOutputBytes())) {
                copy(source, sink);
            }
            return new ChildReply.Decoded(
                    targetRateHz,
                    channels,
                    sampleFrames,
                    sourceRateHz,
                    sourceChannels,
                    (double) sourceFrames / sourceRateHz,
                    source.container(),
                    source.codec());
        }
    }

    private void copy(AudioSource source, PcmSink sink) throws ChildException, IOException {
        AVFrame frame = nextWithSamples(source);
        if (frame == null) {
            throw new ChildException(
                    source.damaged() ? ChildFailure.UNDECODABLE : ChildFailure.EMPTY, "no sample could be decoded");
        }
        begin(frame);
        SampleMixer mixer = new SampleMixer(channels);
        while (frame != null) {
            int frames = mixer.mix(frame);
            count(frames, frame.sample_rate());
            take(mixer.out().view(), frames);
            emit(frame.sample_rate(), frames, sink);
            frame = nextWithSamples(source);
        }
        drain(sink);
        cutPadding(source, sink);
    }

    private void count(int frames, int rateHz) throws ChildException {
        lastFrames = (int) scaled(frames, rateHz, sourceRateHz);
        sourceFrames += lastFrames;
        if (sourceFrames > request.maxSeconds() * sourceRateHz) {
            throw new ChildException(ChildFailure.TOO_LONG, "longer than " + plain(request.maxSeconds()) + " s");
        }
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /**
     * AAC in MP4 ends with a whole frame of which a part is padding; only the track's length tells. A length that is
     * off by more than that frame is not believed.
     */
    private void cutPadding(AudioSource source, PcmSink sink) throws IOException {
        long announced = Math.round(source.announcedSeconds() * sourceRateHz);
        long excess = sourceFrames - announced;
        if (announced > 0 && excess > 0 && excess < lastFrames) {
            sourceFrames = announced;
        }
        long wanted = scaled(sourceFrames, sourceRateHz, targetRateHz);
        if (wanted < sampleFrames) {
            sampleFrames = wanted;
            sink.truncate(wanted * channels * Float.BYTES);
        }
    }

    private static long scaled(long frames, int fromHz, int toHz) {
        return fromHz == toHz ? frames : Math.round((double) frames * toHz / fromHz);
    }

    private static @Nullable AVFrame nextWithSamples(AudioSource source) throws ChildException, IOException {
        AVFrame frame = source.next();
        while (frame != null && frame.nb_samples() == 0) {
            frame = source.next();
        }
        return frame;
    }

    private void begin(AVFrame first) throws ChildException {
        sourceRateHz = first.sample_rate();
        sourceChannels = first.ch_layout().nb_channels();
        AudioFormats.check(sourceRateHz, sourceChannels);
        channels = request.targetChannels() == 0 ? Math.min(2, sourceChannels) : request.targetChannels();
        targetRateHz = request.targetRateHz() == 0 ? sourceRateHz : request.targetRateHz();
    }

    /** Writes what was taken; a rate that changes within the file is resampled to the first. */
    private void emit(int rateHz, int frames, PcmSink sink) throws ChildException, IOException {
        if (resampler != null && resampler.inRateHz() != rateHz) {
            drain(sink);
        }
        if (rateHz == targetRateHz && resampler == null) {
            write(frames, sink);
            return;
        }
        if (resampler == null) {
            resampler = new Resampler(rateHz, targetRateHz, channels);
        }
        int got = resampler.resample(samples, frames);
        take(resampler.out(), got);
        write(got, sink);
    }

    private void drain(PcmSink sink) throws ChildException, IOException {
        if (resampler == null) {
            return;
        }
        for (int got = resampler.drain(); got > 0; got = resampler.drain()) {
            take(resampler.out(), got);
            write(got, sink);
        }
        resampler = null;
    }

    private void take(FloatBuffer from, int frames) {
        int count = frames * channels;
        if (samples.length < count) {
            samples = new float[count];
        }
        from.get(0, samples, 0, count);
        makeFinite(samples, count);
    }

    private void write(int frames, PcmSink sink) throws IOException {
        sink.write(samples, frames * channels);
        sampleFrames += frames;
    }

    /** NaN and infinities become 0, absurd values are clamped. */
    static void makeFinite(float[] samples, int count) {
        for (int i = 0; i < count; i++) {
            float sample = samples[i];
            if (!(sample >= -MAX_ABSOLUTE_SAMPLE && sample <= MAX_ABSOLUTE_SAMPLE)) {
                samples[i] = Float.isFinite(sample) ? Math.clamp(sample, -MAX_ABSOLUTE_SAMPLE, MAX_ABSOLUTE_SAMPLE) : 0;
            }
        }
    }
}
