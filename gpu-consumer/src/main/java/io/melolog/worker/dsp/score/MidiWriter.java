package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Standard MIDI file, format 0, of one melody in true time: not the grid of the score, but what was sung, so that it plays in
 * step with the recording. Its beats are the score's where the tempo is known.
 */
final class MidiWriter {
    private static final int TICKS_PER_QUARTER = 480;
    private static final int VELOCITY = 90;
    private static final int NOTE_ON = 0x90;
    private static final int NOTE_OFF = 0x80;
    private static final int TEMPO = 0x51;
    private static final int TIME_SIGNATURE = 0x58;
    private static final int END_OF_TRACK = 0x2F;

    private final ByteArrayOutputStream track = new ByteArrayOutputStream();
    private final int microsPerQuarter;
    private long lastTick;

    private MidiWriter(int microsPerQuarter) {
        this.microsPerQuarter = microsPerQuarter;
    }

    /** The bytes of {@code score.mid}. */
    static byte[] write(List<Note> notes, BeatGrid grid) {
        MidiWriter writer = new MidiWriter((int) Math.round(60e6 / grid.bpm()));
        writer.meta(TEMPO, writer.microsPerQuarter >> 16, writer.microsPerQuarter >> 8, writer.microsPerQuarter);
        writer.meta(TIME_SIGNATURE, 4, 2, 24, 8);
        for (Note note : notes) {
            long on = writer.tick(note.onsetSeconds());
            writer.event(on, NOTE_ON, note.midi(), VELOCITY);
            writer.event(Math.max(on + 1, writer.tick(note.endSeconds())), NOTE_OFF, note.midi(), 0);
        }
        writer.meta(END_OF_TRACK);
        return writer.file();
    }

    private long tick(double seconds) {
        return Math.max(lastTick, Math.round(seconds * 1e6 / microsPerQuarter * TICKS_PER_QUARTER));
    }

    private void event(long tick, int status, int midi, int velocity) {
        variableLength(tick - lastTick);
        lastTick = tick;
        track.write(status);
        track.write(Math.clamp(midi, 0, 127));
        track.write(velocity);
    }

    /** A meta event at the time of the last event. */
    private void meta(int type, int... data) {
        variableLength(0);
        track.write(0xFF);
        track.write(type);
        variableLength(data.length);
        for (int value : data) {
            track.write(value);
        }
    }

    /** Seven bits a byte, highest first, the top bit set on all but the last. */
    private void variableLength(long value) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (value >> shift != 0) {
                track.write((int) (((value >> shift) & 0x7F) | 0x80));
            }
        }
        track.write((int) (value & 0x7F));
    }

    private byte[] file() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("MThd".getBytes(StandardCharsets.US_ASCII));
        number(file, 6, 4);
        number(file, 0, 2);
        number(file, 1, 2);
        number(file, TICKS_PER_QUARTER, 2);
        file.writeBytes("MTrk".getBytes(StandardCharsets.US_ASCII));
        number(file, track.size(), 4);
        file.writeBytes(track.toByteArray());
        return file.toByteArray();
    }

    private static void number(ByteArrayOutputStream file, int value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            file.write(value >> (8 * i));
        }
    }
}
