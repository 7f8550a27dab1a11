package io.melolog.worker.neural.segment;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.neural.engine.NetworkForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Recordings, networks that are functions, and separations kept in memory. Planes are {@code [channel][sample]}. */
final class Songs {
    private Songs() {}

    /** Tones below 85 % of {@code belowHz}, with a fade at both ends and without a mean. */
    static float[][] tones(int channels, int frames, int rateHz, double belowHz, long seed) {
        Random random = new Random(seed);
        float[][] planes = new float[channels][frames];
        for (float[] plane : planes) {
            for (int tone = 0; tone < 12; tone++) {
                double step = 2 * Math.PI * 0.85 * belowHz * random.nextDouble() / rateHz;
                double phase = random.nextDouble() * 6;
                for (int i = 0; i < frames; i++) {
                    double fade = Math.sin(Math.PI * i / frames);
                    plane[i] += (float) (0.05 * fade * fade * Math.sin(phase + step * i));
                }
            }
        }
        return planes;
    }

    static float[][] noise(int channels, int frames, long seed) {
        Random random = new Random(seed);
        float[][] planes = new float[channels][frames];
        for (float[] plane : planes) {
            for (int i = 0; i < frames; i++) {
                plane[i] = (float) (0.2 * random.nextGaussian() + 0.05);
            }
        }
        return planes;
    }

    static PcmFile write(Path folder, float[][] planes, int rateHz) throws IOException {
        Path path = Files.createTempFile(folder, "mix", ".f32");
        Files.delete(path);
        int channels = planes.length;
        float[] interleaved = new float[planes[0].length * channels];
        for (int i = 0; i < interleaved.length; i++) {
            interleaved[i] = planes[i % channels][i / channels];
        }
        try (PcmWriter writer = new PcmWriter(path, rateHz, channels)) {
            writer.write(interleaved, planes[0].length);
            return writer.file();
        }
    }

    /** Separates {@code planes}; the result is {@code [stem][channel][sample]}. */
    static float[][][] separate(
            SegmentedSeparation separation, NetworkForm form, Path folder, float[][] planes, int rateHz)
            throws Exception {
        Collected collected = new Collected(form.stems().size(), planes.length);
        try (PcmReader mix = new PcmReader(write(folder, planes, rateHz))) {
            separation.separate(mix, collected, share -> {}, () -> false);
        }
        return collected.stems;
    }

    static final class Collected implements StemSink {
        final float[][][] stems;

        Collected(int stems, int channels) {
            this.stems = new float[stems][channels][0];
        }

        @Override
        public void write(int stem, float[][] planes, int frames) {
            for (int c = 0; c < stems[stem].length; c++) {
                int at = stems[stem][c].length;
                stems[stem][c] = Arrays.copyOf(stems[stem][c], at + frames);
                System.arraycopy(planes[c], 0, stems[stem][c], at, frames);
            }
        }
    }

    static SegmentRunner now(UnaryOperator<float[]> network) {
        return segment -> CompletableFuture.completedFuture(network.apply(segment));
    }

    /** One stem per gain. */
    static UnaryOperator<float[]> gains(double... gains) {
        return segment -> {
            float[] out = new float[gains.length * segment.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = (float) (gains[i / segment.length] * segment[i % segment.length]);
            }
            return out;
        };
    }

    /** Two stems that depend on the place in the segment, on what stands around, and on loudness. */
    static UnaryOperator<float[]> crooked(int channels, int segmentSamples) {
        return segment -> {
            float[] out = new float[2 * segment.length];
            for (int c = 0; c < channels; c++) {
                int at = c * segmentSamples;
                for (int i = 0; i < segmentSamples; i++) {
                    float mirrored = segment[at + segmentSamples - 1 - i];
                    float here = segment[at + i];
                    out[at + i] = (float) (here * Math.cos(0.01 * i) + 0.3 * mirrored);
                    out[segment.length + at + i] = (float) Math.tanh(here) * (c + 1) + 1e-4f * i;
                }
            }
            return out;
        };
    }

    static double snrDb(double[] expected, float[] got) {
        double signal = 0;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            signal += expected[i] * expected[i];
            error += Math.pow(expected[i] - got[i], 2);
        }
        return 10 * Math.log10(signal / error);
    }

    static double[] scaled(float[] samples, double gain) {
        double[] scaled = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            scaled[i] = gain * samples[i];
        }
        return scaled;
    }
}
