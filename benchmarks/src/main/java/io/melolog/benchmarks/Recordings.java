package io.melolog.benchmarks;

import io.melolog.worker.decode.AudioChildPool;
import io.melolog.worker.decode.AudioChildSettings;
import io.melolog.worker.decode.AudioDecoder;
import io.melolog.worker.decode.AudioException;
import io.melolog.worker.decode.DecodeRequest;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** What is measured with: a real song where there is one, else a made-up singer. Mono at 22,050 Hz. */
final class Recordings {
    static final int RATE_HZ = 22_050;

    private static final double MAX_SECONDS = 4 * 3600;

    private Recordings() {}

    /** The 3-minute song of the shared folder, wherever the build was started from. */
    static Optional<Path> song() {
        Path shared = Path.of(System.getProperty("melolog.shared", "../shared"));
        return Optional.of(shared.resolve("audio/audio/long_3min.mp3")).filter(Files::exists);
    }

    /** Decoded as an upload is. */
    static float[] decoded(Path file) throws IOException, AudioException {
        Path folder = Files.createTempDirectory("melolog-benchmark");
        try (AudioChildPool children = new AudioChildPool(AudioChildSettings.defaults(cache()))) {
            PcmFile pcm = new AudioDecoder(children)
                    .decode(file, folder, DecodeRequest.mono(RATE_HZ, MAX_SECONDS), () -> false)
                    .pcm();
            float[] samples = new float[Math.toIntExact(pcm.sampleFrames())];
            try (PcmReader reader = new PcmReader(pcm)) {
                reader.read(0, samples, samples.length);
            }
            Files.delete(pcm.path());
            return samples;
        } finally {
            Files.delete(folder);
        }
    }

    /** FFmpeg's libraries are unpacked once. */
    static Path cache() {
        return Path.of(System.getProperty("java.io.tmpdir"), "melolog-benchmark-cache");
    }

    /** Notes of a minor scale with vibrato, slides, breath and rests: the same for the same length. */
    static float[] sung(double seconds) {
        int[] scale = {57, 59, 60, 62, 64, 65, 68, 69, 71, 72};
        Random random = new Random(3);
        float[] signal = new float[(int) (seconds * RATE_HZ)];
        double midi = 57;
        double phase = 0;
        for (int at = 0; at < signal.length; ) {
            double target = scale[random.nextInt(scale.length)];
            boolean rest = random.nextInt(6) == 0;
            int end = Math.min(signal.length, at + (int) (RATE_HZ * (0.15 + 0.6 * random.nextDouble())));
            for (; at < end; at++) {
                midi += (target - midi) / 600;
                double vibrato = 0.3 * Math.sin(2 * Math.PI * 5.5 * at / RATE_HZ);
                phase += 2 * Math.PI * 440 * Math.pow(2, (midi + vibrato - 69) / 12) / RATE_HZ;
                signal[at] = (float) (0.002 * random.nextGaussian() + (rest ? 0 : voice(phase)));
            }
        }
        return signal;
    }

    static float[] noise(double seconds) {
        Random random = new Random(4);
        float[] signal = new float[(int) (seconds * RATE_HZ)];
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (float) (0.1 * random.nextGaussian());
        }
        return signal;
    }

    private static double voice(double phase) {
        double sample = 0;
        for (int harmonic = 1; harmonic <= 8; harmonic++) {
            sample += Math.sin(harmonic * phase) / harmonic;
        }
        return 0.15 * sample;
    }
}
