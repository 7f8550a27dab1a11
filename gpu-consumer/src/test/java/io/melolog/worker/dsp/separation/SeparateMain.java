package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** By hand: {@code SeparateMain mix.f32 sampleRateHz channels vocals.f32 accompaniment.f32}, raw floats in and out. */
final class SeparateMain {
    private SeparateMain() {}

    public static void main(String[] args) throws IOException {
        Path path = Path.of(args[0]);
        int sampleRateHz = Integer.parseInt(args[1]);
        int channels = Integer.parseInt(args[2]);
        PcmFile mix = new PcmFile(path, sampleRateHz, channels, Files.size(path) / Float.BYTES / channels);
        try (PcmReader reader = new PcmReader(mix);
                PcmWriter vocals = new PcmWriter(Path.of(args[3]), sampleRateHz, channels);
                PcmWriter rest = new PcmWriter(Path.of(args[4]), sampleRateHz, channels)) {
            new MelodyCombSeparator(MelodyCombParams.defaults())
                    .separate(reader, vocals, rest, share -> {}, () -> false);
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        System.out.printf("%.1f s of audio, %.2f CPU-s%n", mix.durationSeconds(), nanos / 1e9);
    }
}
