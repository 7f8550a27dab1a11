package io.melolog.worker.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** A short song of our own: a harmonic voice with vibrato in the middle, over low chords at the sides. 16-bit stereo WAV. */
public final class TestSong {
    public static final int SAMPLE_RATE_HZ = 44_100;
    private static final int[] MELODY_MIDI = {69, 71, 72, 76, 74, 72};
    private static final double NOTE_SECONDS = 0.8;
    private static final double VIBRATO_HZ = 5.5;
    private static final int PARTIALS = 8;

    private TestSong() {}

    public static byte[] wav() throws IOException {
        int frames = (int) (MELODY_MIDI.length * NOTE_SECONDS * SAMPLE_RATE_HZ);
        ByteBuffer samples = ByteBuffer.allocate(frames * 4).order(ByteOrder.LITTLE_ENDIAN);
        double phase = 0;
        for (int i = 0; i < frames; i++) {
            double seconds = (double) i / SAMPLE_RATE_HZ;
            double hz = hz(MELODY_MIDI[(int) (seconds / NOTE_SECONDS)])
                    * Math.pow(2, 0.3 / 12 * Math.sin(2 * Math.PI * VIBRATO_HZ * seconds));
            phase += 2 * Math.PI * hz / SAMPLE_RATE_HZ;
            double voice = voice(phase) * envelope(seconds % NOTE_SECONDS);
            samples.putShort(toShort(voice + 0.08 * Math.sin(2 * Math.PI * 110 * seconds)));
            samples.putShort(toShort(voice + 0.08 * Math.sin(2 * Math.PI * 164.81 * seconds)));
        }
        return wav(samples.array(), frames);
    }

    private static double voice(double phase) {
        double sum = 0;
        for (int partial = 1; partial <= PARTIALS; partial++) {
            sum += Math.sin(partial * phase) / partial;
        }
        return 0.25 * sum;
    }

    private static double envelope(double seconds) {
        return Math.min(1, Math.min(seconds / 0.05, (NOTE_SECONDS - seconds) / 0.1));
    }

    private static double hz(int midi) {
        return 440 * Math.pow(2, (midi - 69) / 12.0);
    }

    private static short toShort(double sample) {
        return (short) Math.round(Math.clamp(sample, -1, 1) * Short.MAX_VALUE);
    }

    private static byte[] wav(byte[] samples, int frames) throws IOException {
        var format = new AudioFormat(SAMPLE_RATE_HZ, 16, 2, true, false);
        var out = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(samples), format, frames),
                AudioFileFormat.Type.WAVE,
                out);
        return out.toByteArray();
    }
}
