package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Synthesised audio and scratch files for the tests of this package. Interleaved samples throughout. */
final class Recordings {
    private Recordings() {}

    record Stems(float[] vocals, float[] accompaniment) {}

    static float[] noise(int samples, double level, long seed) {
        Random random = new Random(seed);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = (float) (level * (2 * random.nextDouble() - 1));
        }
        return noise;
    }

    /** A sung line of half-second notes with vibrato, 20 harmonics falling by 1/h, the same in every channel. */
    static float[] voice(int frames, int sampleRateHz, int channels) {
        double[] notesHz = {220, 262, 294, 330, 247, 196};
        float[] voice = new float[frames * channels];
        double phase = 0;
        for (int i = 0; i < frames; i++) {
            double seconds = (double) i / sampleRateHz;
            double noteHz = notesHz[(int) (2 * seconds) % notesHz.length];
            phase += noteHz * (1 + 0.01 * Math.sin(2 * Math.PI * 5.5 * seconds)) / sampleRateHz;
            double sum = 0;
            for (int h = 1; h <= 20 && h * noteHz < 0.45 * sampleRateHz; h++) {
                sum += Math.sin(2 * Math.PI * h * phase) / h;
            }
            double envelope = Math.min(1, 20 * (0.5 - Math.abs(seconds * 2 % 1 - 0.5)));
            for (int c = 0; c < channels; c++) {
                voice[i * channels + c] = (float) (0.15 * envelope * sum);
            }
        }
        return voice;
    }

    /** Independent noise in every channel, with a burst four times a second. */
    static float[] drums(int frames, int sampleRateHz, int channels) {
        float[] drums = noise(frames * channels, 0.6, 7);
        for (int i = 0; i < drums.length; i++) {
            double sinceBeat = 4.0 * (i / channels) / sampleRateHz % 1;
            drums[i] *= (float) (0.1 + Math.exp(-20 * sinceBeat));
        }
        return drums;
    }

    static float[] sum(float[] a, float[] b) {
        float[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** Signal to distortion, 10 log10(|s|^2 / |s - e|^2). */
    static double sdrDb(float[] reference, float[] estimate) {
        double signal = 0;
        double error = 0;
        for (int i = 0; i < reference.length; i++) {
            double difference = reference[i] - estimate[i];
            signal += (double) reference[i] * reference[i];
            error += difference * difference;
        }
        return 10 * Math.log10(signal / error);
    }

    static PcmFile write(Path folder, float[] interleaved, int sampleRateHz, int channels) throws IOException {
        Path path = Files.createTempDirectory(folder, "pcm").resolve("mix.f32");
        try (PcmWriter writer = new PcmWriter(path, sampleRateHz, channels)) {
            writer.write(interleaved, interleaved.length / channels);
            return writer.file();
        }
    }

    static float[] read(PcmFile file) throws IOException {
        float[] interleaved = new float[(int) file.sampleFrames() * file.channels()];
        try (PcmReader reader = new PcmReader(file)) {
            reader.read(0, interleaved, (int) file.sampleFrames());
        }
        return interleaved;
    }

    static Stems separate(VocalSeparator separator, Path folder, float[] interleaved, int sampleRateHz, int channels)
            throws IOException {
        PcmFile mix = write(folder, interleaved, sampleRateHz, channels);
        Path out = Files.createTempDirectory(folder, "stems");
        try (PcmReader reader = new PcmReader(mix);
                PcmWriter vocals = new PcmWriter(out.resolve("vocals.f32"), sampleRateHz, channels);
                PcmWriter rest = new PcmWriter(out.resolve("accompaniment.f32"), sampleRateHz, channels)) {
            separator.separate(reader, vocals, rest, share -> {}, () -> false);
            return new Stems(read(vocals.file()), read(rest.file()));
        }
    }
}
