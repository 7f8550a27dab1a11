package io.melolog.ingest.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Small made-up files. */
public final class Audio {
    private Audio() {}

    /** A 16-bit mono WAV with noise after its header; {@code seed} makes it another file. */
    public static byte[] wav(int bytes, long seed) {
        byte[] noise = new byte[bytes - 44];
        new Random(seed).nextBytes(noise);
        return ByteBuffer.allocate(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(bytes - 8)
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(22_050)
                .putInt(44_100)
                .putShort((short) 2)
                .putShort((short) 16)
                .put(ascii("data"))
                .putInt(noise.length)
                .put(noise)
                .array();
    }

    /** Frames of MPEG-1 layer III, 128 kbit/s at 44.1 kHz: 417 bytes each. */
    public static byte[] mp3(int frames) {
        ByteBuffer buffer = ByteBuffer.allocate(frames * 417);
        for (int frame = 0; frame < frames; frame++) {
            buffer.position(frame * 417).put(new byte[] {(byte) 0xFF, (byte) 0xFB, (byte) 0x90, 0x64});
        }
        return buffer.array();
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            buffer.put(part);
        }
        return buffer.array();
    }
}
