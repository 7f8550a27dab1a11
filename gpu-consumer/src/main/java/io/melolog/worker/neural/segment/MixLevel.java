package io.melolog.worker.neural.segment;

import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Mean and deviation of a recording's mono mix. Networks get {@code (sample - mean) / scale}; their results go the other way.
 *
 * @param scale the deviation (of a sample: divided by n - 1) and a little, so that silence stays silence
 */
record MixLevel(double mean, double scale) {
    private static final double LEAST_SCALE = 1e-8;
    private static final int BLOCK_FRAMES = 1 << 14;

    /** Reads the whole recording; sums are double. */
    static MixLevel measure(PcmReader mix, BooleanSupplier cancelled) throws IOException {
        int channels = mix.file().channels();
        float[] block = new float[BLOCK_FRAMES * channels];
        double sum = 0;
        double squares = 0;
        long frames = 0;
        for (int got = mix.read(0, block, BLOCK_FRAMES); got > 0; got = mix.read(frames, block, BLOCK_FRAMES)) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("separation cancelled");
            }
            for (int frame = 0; frame < got; frame++) {
                double mono = 0;
                for (int channel = 0; channel < channels; channel++) {
                    mono += finite(block[frame * channels + channel]);
                }
                mono /= channels;
                sum += mono;
                squares += mono * mono;
            }
            frames += got;
        }
        double variance = frames < 2 ? 0 : Math.max(0, squares - sum * sum / frames) / (frames - 1);
        return new MixLevel(frames == 0 ? 0 : sum / frames, Math.sqrt(variance) + LEAST_SCALE);
    }

    /** What is not finite counts as silence. */
    static float finite(float sample) {
        return Float.isFinite(sample) ? sample : 0;
    }

    float normalised(float sample) {
        return (float) ((sample - mean) / scale);
    }

    float original(float normalised) {
        return (float) (normalised * scale + mean);
    }
}
