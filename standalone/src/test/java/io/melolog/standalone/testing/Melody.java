package io.melolog.standalone.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A synthesised tune: a tone with three harmonics and vibrato that changes its note twice a second. */
public final class Melody {
    private static final int SAMPLE_RATE_HZ = 22_050;
    private static final int HEADER_BYTES = 44;
    private static final int[] SCALE = {0, 2, 4, 5, 7, 9, 11, 12};

    private Melody() {}

    /** Writes a 16-bit mono WAV. {@code transposed} by that many semitones, so that tunes differ. */
    public static Path write(Path file, double seconds, int transposed) throws IOException {
        int samples = (int) (seconds * SAMPLE_RATE_HZ);
        ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER_BYTES - 8 + 2 * samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        wav.putInt(SAMPLE_RATE_HZ)
                .putInt(2 * SAMPLE_RATE_HZ)
                .putShort((short) 2)
                .putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
        double phase = 0;
        for (int i = 0; i < samples; i++) {
            double time = (double) i / SAMPLE_RATE_HZ;
            int note = SCALE[(int) (2 * time) % SCALE.length] + transposed;
            double vibrato = 0.2 * Math.sin(2 * Math.PI * 5.5 * time);
            phase += 2 * Math.PI * 220 * Math.pow(2, (note + vibrato) / 12) / SAMPLE_RATE_HZ;
            double fade = Math.min(1, 20 * (0.5 - time % 0.5));
            wav.putShort(
                    (short) (fade * (6000 * Math.sin(phase) + 2500 * Math.sin(2 * phase) + 900 * Math.sin(3 * phase))));
        }
        return Files.write(file, wav.array());
    }
}
