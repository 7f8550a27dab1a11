package io.melolog.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recordings made by the tests themselves. */
final class Audio {
    private static final int RATE_HZ = 22_050;

    private Audio() {}

    /** A WAV, 16 bit mono: a scale of vowel-like tones from A3, half a second each, over quiet noise; {@code seed} makes it unlike others. */
    static Path song(Path file, double seconds, long seed) {
        short[] samples = new short[(int) (seconds * RATE_HZ)];
        var random = new java.util.SplittableRandom(seed);
        int[] scale = {0, 2, 4, 5, 7, 9, 11, 12};
        double phase = 0;
        for (int i = 0; i < samples.length; i++) {
            int note = (int) (i / (0.5 * RATE_HZ));
            double inNote = i / (0.5 * RATE_HZ) - note;
            double f0Hz = 220 * Math.pow(2, scale[note % scale.length] / 12.0);
            phase += 2 * Math.PI * f0Hz / RATE_HZ;
            double tone = 0;
            for (int harmonic = 1; harmonic <= 8; harmonic++) {
                tone += Math.sin(harmonic * phase) / harmonic;
            }
            double envelope = Math.min(1, Math.min(inNote, 0.95 - inNote) * 40);
            samples[i] = (short) (8000 * Math.max(0, envelope) * tone + random.nextInt(-60, 61));
        }
        return write(file, samples);
    }

    private static Path write(Path file, short[] samples) {
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF"))
                .putInt(36 + 2 * samples.length)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(RATE_HZ).putInt(2 * RATE_HZ);
        wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * samples.length);
        for (short sample : samples) {
            wav.putShort(sample);
        }
        try {
            return Files.write(file, wav.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
