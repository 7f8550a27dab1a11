package io.melolog.worker.decode;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes small WAV files, and long silent ones that take no disk space. */
final class WavFixture {
    private static final int HEADER_BYTES = 44;
    private static final int INTEGERS = 1;
    private static final int FLOATS = 3;

    private WavFixture() {}

    static Path int16(Path file, int rateHz, int channels, short[] samples) throws IOException {
        ByteBuffer bytes = header(rateHz, channels, INTEGERS, 16, samples.length * 2L);
        bytes.asShortBuffer().put(samples);
        return Files.write(file, bytes.array());
    }

    static Path int24(Path file, int rateHz, int channels, int[] samples) throws IOException {
        ByteBuffer bytes = header(rateHz, channels, INTEGERS, 24, samples.length * 3L);
        for (int sample : samples) {
            bytes.put((byte) sample).put((byte) (sample >> 8)).put((byte) (sample >> 16));
        }
        return Files.write(file, bytes.array());
    }

    static Path float32(Path file, int rateHz, int channels, float[] samples) throws IOException {
        ByteBuffer bytes = header(rateHz, channels, FLOATS, 32, samples.length * 4L);
        bytes.asFloatBuffer().put(samples);
        return Files.write(file, bytes.array());
    }

    static Path silence(Path file, int rateHz, int channels, int seconds) throws IOException {
        long dataBytes = 2L * rateHz * channels * seconds;
        ByteBuffer header = header(rateHz, channels, INTEGERS, 16, dataBytes, 0);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(header.array());
            out.setLength(HEADER_BYTES + dataBytes);
        }
        return file;
    }

    private static ByteBuffer header(int rateHz, int channels, int tag, int bits, long dataBytes) {
        return header(rateHz, channels, tag, bits, dataBytes, (int) dataBytes);
    }

    private static ByteBuffer header(int rateHz, int channels, int tag, int bits, long dataBytes, int room) {
        int frameBytes = channels * bits / 8;
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + room).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(ascii("RIFF")).putInt((int) (dataBytes + HEADER_BYTES - 8)).put(ascii("WAVEfmt "));
        bytes.putInt(16).putShort((short) tag).putShort((short) channels).putInt(rateHz);
        bytes.putInt(rateHz * frameBytes).putShort((short) frameBytes).putShort((short) bits);
        return bytes.put(ascii("data")).putInt((int) dataBytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
