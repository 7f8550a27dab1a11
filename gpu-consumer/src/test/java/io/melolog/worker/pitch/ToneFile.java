package io.melolog.worker.pitch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** One second of a tone with two overtones as 16-bit WAV. */
final class ToneFile {
    private ToneFile() {}

    static Path write(Path file, int rateHz, double f0Hz) throws IOException {
        ByteBuffer samples = ByteBuffer.allocate(2 * rateHz).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rateHz; i++) {
            double phase = 2 * Math.PI * f0Hz * i / rateHz;
            samples.putShort((short) (8000 * (Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(3 * phase) / 3)));
        }
        AudioFormat format = new AudioFormat(rateHz, 16, 1, true, false);
        var stream = new AudioInputStream(new ByteArrayInputStream(samples.array()), format, rateHz);
        AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
        return file;
    }
}
