package io.melolog.worker.neural.segment;

import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.resample.Resampler;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A normalised recording at the network's rate, of which a stretch around the current segment is in memory. */
final class MixWindow {
    private static final int BLOCK_FRAMES = 1 << 12;

    private final PcmReader mix;
    private final MixLevel level;
    private final int segmentSamples;
    private final long totalFrames;
    private final @Nullable Resampler resampler;
    private final float[] interleaved;
    private final float[][] source;
    private final float[][] converted;

    /** One array per channel of the recording; frame {@link #windowStart} stands at index 0. */
    private final float[][] window;

    private long windowStart;
    private int windowFrames;
    private long framesRead;

    MixWindow(PcmReader mix, MixLevel level, int sampleRateHz, int segmentSamples) {
        int rateHz = mix.file().sampleRateHz();
        int channels = mix.file().channels();
        this.mix = mix;
        this.level = level;
        this.segmentSamples = segmentSamples;
        this.totalFrames = Resampler.outFrames(mix.file().sampleFrames(), rateHz, sampleRateHz);
        this.resampler = rateHz == sampleRateHz ? null : new Resampler(rateHz, sampleRateHz, channels);
        int most = resampler == null ? BLOCK_FRAMES : resampler.mostOutFrames(BLOCK_FRAMES);
        this.interleaved = new float[BLOCK_FRAMES * channels];
        this.source = new float[channels][BLOCK_FRAMES];
        this.converted = resampler == null ? source : new float[channels][most];
        this.window = new float[channels][segmentSamples + segmentSamples / 2 + 1 + most];
    }

    /** Length at the network's rate. */
    long totalFrames() {
        return totalFrames;
    }

    /** Says that nothing before half a segment before {@code start} will be read any more. */
    void advanceTo(long start) throws IOException {
        long least = start - segmentSamples / 2;
        int used = (int) Math.clamp(least - windowStart, 0, windowFrames);
        for (float[] plane : window) {
            System.arraycopy(plane, used, plane, 0, windowFrames - used);
        }
        windowStart += used;
        windowFrames -= used;
        while (windowStart + windowFrames < Math.min(start + segmentSamples, totalFrames)) {
            readBlock();
        }
    }

    /** Writes a segment of one channel to {@code into[at...]}; there is silence before and after the recording. */
    void copy(int channel, long from, float[] into, int at) {
        long start = Math.max(from, windowStart);
        long end = Math.min(from + segmentSamples, windowStart + windowFrames);
        Arrays.fill(into, at, at + segmentSamples, 0);
        if (start < end) {
            System.arraycopy(
                    window[channel], (int) (start - windowStart), into, at + (int) (start - from), (int) (end - start));
        }
    }

    private void readBlock() throws IOException {
        int got = mix.read(framesRead, interleaved, BLOCK_FRAMES);
        framesRead += got;
        int channels = source.length;
        for (int channel = 0; channel < channels; channel++) {
            for (int frame = 0; frame < got; frame++) {
                source[channel][frame] = MixLevel.finite(interleaved[frame * channels + channel]);
            }
        }
        append(convert(got));
    }

    private int convert(int frames) {
        if (resampler == null) {
            return frames;
        }
        return frames == 0 ? resampler.finish(converted) : resampler.process(source, frames, converted);
    }

    private void append(int frames) {
        for (int channel = 0; channel < window.length; channel++) {
            float[] plane = window[channel];
            for (int frame = 0; frame < frames; frame++) {
                plane[windowFrames + frame] = level.normalised(converted[channel][frame]);
            }
        }
        windowFrames += frames;
    }
}
