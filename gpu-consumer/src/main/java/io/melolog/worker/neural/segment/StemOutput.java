package io.melolog.worker.neural.segment;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.resample.Resampler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Brings finished stretches of the stems back to the recording's level, channels, rate and length, and hands them on. */
final class StemOutput {
    private static final int BLOCK_FRAMES = 1 << 14;

    private final PcmFile recording;
    private final MixLevel level;
    private final StemSink sink;
    private final List<Resampler> resamplers = new ArrayList<>();
    private final float[][] block;
    private final float[][] converted;
    private long framesOut;

    StemOutput(PcmFile recording, MixLevel level, int sampleRateHz, int stems, StemSink sink) {
        this.recording = recording;
        this.level = level;
        this.sink = sink;
        this.block = new float[recording.channels()][BLOCK_FRAMES];
        int rateHz = recording.sampleRateHz();
        if (rateHz == sampleRateHz) {
            this.converted = block;
            return;
        }
        for (int stem = 0; stem < stems; stem++) {
            resamplers.add(new Resampler(sampleRateHz, rateHz, recording.channels()));
        }
        this.converted = new float[recording.channels()][resamplers.getFirst().mostOutFrames(BLOCK_FRAMES)];
    }

    /** Hands on {@code frames} frames of every stem that stand at {@code from} in the sums. */
    void write(OverlapAdd sums, int stems, int from, int frames) throws IOException {
        for (int done = 0; done < frames; done += BLOCK_FRAMES) {
            int count = Math.min(BLOCK_FRAMES, frames - done);
            int ready = 0;
            for (int stem = 0; stem < stems; stem++) {
                fillBlock(sums.stem(stem), from + done, count);
                ready = convert(stem, count);
                hand(stem, ready);
            }
            framesOut += ready;
        }
    }

    /** Hands on what the filters hold. */
    void finish() throws IOException {
        for (int stem = 0; stem < resamplers.size(); stem++) {
            hand(stem, resamplers.get(stem).finish(converted));
        }
    }

    private void fillBlock(float[][] planes, int from, int count) {
        for (int channel = 0; channel < block.length; channel++) {
            float[] out = block[channel];
            float[] left = planes[channel];
            float[] right = planes.length > block.length ? planes[1] : left;
            for (int i = 0; i < count; i++) {
                float sample = left == right ? left[from + i] : (left[from + i] + right[from + i]) / 2;
                out[i] = level.original(sample);
            }
        }
    }

    private int convert(int stem, int count) {
        return resamplers.isEmpty() ? count : resamplers.get(stem).process(block, count, converted);
    }

    private void hand(int stem, int frames) throws IOException {
        int wanted = (int) Math.min(frames, recording.sampleFrames() - framesOut);
        if (wanted > 0) {
            sink.write(stem, converted, wanted);
        }
    }
}
