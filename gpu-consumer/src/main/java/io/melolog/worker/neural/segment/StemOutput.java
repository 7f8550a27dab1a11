package io.melolog.worker.neural.segment;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.resample.Resampler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings finished stretches of the stems back to the recording's level, channels, rate and length, and hands them on. One thread at a time; stems
 * are resampled side by side on the common pool.
 */
final class StemOutput {
    private static final int BLOCK_FRAMES = 1 << 14;

    private final PcmFile recording;
    private final MixLevel level;
    private final StemSink sink;
    private final List<Stem> stems = new ArrayList<>();
    private final boolean resampling;
    private long framesOut;

    /**
     * A stem on its way out.
     *
     * @param block at the network's rate, by channel of the recording
     * @param converted at the recording's rate
     */
    private record Stem(@Nullable Resampler resampler, float[][] block, float[][] converted) {}

    StemOutput(PcmFile recording, MixLevel level, int sampleRateHz, int stems, StemSink sink) {
        this.recording = recording;
        this.level = level;
        this.sink = sink;
        this.resampling = recording.sampleRateHz() != sampleRateHz;
        for (int stem = 0; stem < stems; stem++) {
            this.stems.add(resampling ? resampled(sampleRateHz) : copied());
        }
    }

    private Stem copied() {
        float[][] block = new float[recording.channels()][BLOCK_FRAMES];
        return new Stem(null, block, block);
    }

    private Stem resampled(int sampleRateHz) {
        int channels = recording.channels();
        Resampler resampler = new Resampler(sampleRateHz, recording.sampleRateHz(), channels);
        float[][] converted = new float[channels][resampler.mostOutFrames(BLOCK_FRAMES)];
        return new Stem(resampler, new float[channels][BLOCK_FRAMES], converted);
    }

    /** Hands on {@code frames} frames of every stem that stand at {@code from} in the sums. */
    void write(OverlapAdd sums, int from, int frames) throws IOException {
        for (int done = 0; done < frames; done += BLOCK_FRAMES) {
            int start = from + done;
            int count = Math.min(BLOCK_FRAMES, frames - done);
            hand(ofEach(stem -> {
                fillBlock(sums.stem(stem), start, stems.get(stem).block(), count);
                return convert(stems.get(stem), count);
            }));
        }
    }

    /** Hands on what the filters hold. */
    void finish() throws IOException {
        hand(ofEach(stem -> finish(stems.get(stem))));
    }

    /** The frames that each stem has ready, which are the same for all. */
    private int ofEach(IntUnaryOperator framesOfStem) {
        IntStream each = IntStream.range(0, stems.size());
        return (resampling ? each.parallel() : each).map(framesOfStem).max().orElse(0);
    }

    private void fillBlock(float[][] planes, int from, float[][] block, int count) {
        for (int channel = 0; channel < block.length; channel++) {
            float[] out = block[channel];
            float[] left = planes[channel];
            float[] right = planes.length > block.length ? planes[1] : left;
            for (int i = 0; i < count; i++) {
                out[i] = level.original((left[from + i] + right[from + i]) / 2);
            }
        }
    }

    private static int convert(Stem stem, int count) {
        return stem.resampler() == null ? count : stem.resampler().process(stem.block(), count, stem.converted());
    }

    private static int finish(Stem stem) {
        return stem.resampler() == null ? 0 : stem.resampler().finish(stem.converted());
    }

    private void hand(int frames) throws IOException {
        int wanted = (int) Math.min(frames, recording.sampleFrames() - framesOut);
        for (int stem = 0; stem < stems.size() && wanted > 0; stem++) {
            sink.write(stem, stems.get(stem).converted(), wanted);
        }
        framesOut += wanted;
    }
}
