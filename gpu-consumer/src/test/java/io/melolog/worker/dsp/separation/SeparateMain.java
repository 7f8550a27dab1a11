package io.melolog.worker.dsp.separation;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * By hand: {@code SeparateMain weights.bin|embedded|comb folder...}. Each folder holds mix.f32, raw floats of 44.1 kHz stereo,
 * and receives vocals.f32 and accompaniment.f32.
 */
final class SeparateMain {
    private static final int SAMPLE_RATE_HZ = 44_100;

    private SeparateMain() {}

    public static void main(String[] args) throws Exception {
        VocalSeparator separator = separator(args[0]);
        for (int i = 1; i < args.length; i++) {
            separate(separator, Path.of(args[i]));
        }
    }

    private static VocalSeparator separator(String name) throws Exception {
        return switch (name) {
            case "comb" -> new MelodyCombSeparator(MelodyCombParams.defaults());
            case "embedded" -> MaskNetworkSeparator.embedded();
            default -> {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(name)));
                try (InputStream in = new FileInputStream(name)) {
                    yield new MaskNetworkSeparator(
                            MaskWeights.read(in, HexFormat.of().formatHex(hash)));
                }
            }
        };
    }

    private static void separate(VocalSeparator separator, Path folder) throws IOException {
        Path path = folder.resolve("mix.f32");
        PcmFile mix = new PcmFile(path, SAMPLE_RATE_HZ, 2, Files.size(path) / Float.BYTES / 2);
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (PcmReader reader = new PcmReader(mix);
                PcmWriter vocals = new PcmWriter(folder.resolve("vocals.f32"), SAMPLE_RATE_HZ, 2);
                PcmWriter rest = new PcmWriter(folder.resolve("accompaniment.f32"), SAMPLE_RATE_HZ, 2)) {
            separator.separate(reader, vocals, rest, share -> {}, () -> false);
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        System.out.printf("%s: %.1f s of audio, %.2f CPU-s%n", folder, mix.durationSeconds(), nanos / 1e9);
    }
}
