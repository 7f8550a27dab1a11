package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Levels of 50 ms frames: what {@link VocalGate} compares. */
public final class FrameLevels {
    private static final double FRAME_SECONDS = 0.05;
    private static final double PERCENTILE = 0.95;

    private FrameLevels() {}

    /** Length of a frame in samples. */
    static int frameSamples(int sampleRateHz) {
        return Math.max(1, (int) Math.round(sampleRateHz * FRAME_SECONDS));
    }

    /**
     * The level that 95 % of a recording's frames do not exceed, dB relative to a mean square of 1, over all channels.
     *
     * @return empty for a recording that is empty or digital silence at that percentile
     */
    public static OptionalDouble loudDb(PcmReader recording) throws IOException {
        int frameSamples = frameSamples(recording.file().sampleRateHz());
        int channels = recording.file().channels();
        float[] frame = new float[frameSamples * channels];
        int frames = Math.toIntExact((recording.file().sampleFrames() + frameSamples - 1) / frameSamples);
        double[] power = new double[frames];
        for (int i = 0; i < frames; i++) {
            int got = recording.read((long) i * frameSamples, frame, frameSamples);
            power[i] = power(frame, 0, got * channels);
        }
        Arrays.sort(power);
        double loud = frames == 0 ? 0 : power[(int) Math.floor(PERCENTILE * (frames - 1))];
        return loud > 0 ? OptionalDouble.of(10 * Math.log10(loud)) : OptionalDouble.empty();
    }

    /** Mean square. */
    static double power(float[] samples, int offset, int count) {
        double sum = 0;
        for (int i = offset; i < offset + count; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return count == 0 ? 0 : sum / count;
    }
}
