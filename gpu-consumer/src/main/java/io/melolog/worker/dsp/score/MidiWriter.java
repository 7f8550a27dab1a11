package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Standard MIDI file, format 0, of one melody in true time: not the grid of the score, but what was sung, so that it plays in
 * step with the recording. Its tempo map follows the beats, so that its bars are the score's; one bar of another length comes before them where the
 * recording does not begin with a barline.
 */
final class MidiWriter {
    private static final int TICKS_PER_QUARTER = 480;
    private static final int VELOCITY = 90;
    private static final int NOTE_ON = 0x90;
    private static final int NOTE_OFF = 0x80;
    private static final int TEMPO = 0x51;
    private static final int TIME_SIGNATURE = 0x58;
    private static final int KEY_SIGNATURE = 0x59;
    private static final int END_OF_TRACK = 0x2F;

    private final ByteArrayOutputStream track = new ByteArrayOutputStream();
    private long lastTick;

    /** The bytes of {@code score.mid}. */
    static byte[] write(Score score) {
        MidiWriter writer = new MidiWriter();
        TempoMap map = TempoMap.of(score.grid(), TICKS_PER_QUARTER, endSeconds(score));
        for (Event event : events(score, map)) {
            writer.write(event);
        }
        writer.write(Event.meta(writer.lastTick, END_OF_TRACK));
        return writer.file();
    }

    /** @param bytes status, or 0xFF and the type of a meta event, then data */
    private record Event(long tick, int order, int... bytes) {
        static Event meta(long tick, int type, int... data) {
            int[] bytes = new int[data.length + 3];
            bytes[0] = 0xFF;
            bytes[1] = type;
            bytes[2] = data.length;
            System.arraycopy(data, 0, bytes, 3, data.length);
            return new Event(tick, 0, bytes);
        }
    }

    private static double endSeconds(Score score) {
        return score.notes().isEmpty() ? 0 : score.notes().getLast().endSeconds();
    }

    /** In the order of their ticks; at one tick tempo first, then ends, then beginnings. */
    private static List<Event> events(Score score, TempoMap map) {
        List<Event> events = new ArrayList<>();
        Meter meter = score.grid().meter();
        int upper = map.leadInBeats() * (meter.compound() ? 3 : 1);
        events.add(signature(0, upper, meter));
        if (upper != meter.beats()) {
            events.add(signature(map.leadInTicks(), meter.beats(), meter));
        }
        Key key = score.writtenKey();
        if (key != null) {
            events.add(Event.meta(0, KEY_SIGNATURE, key.fifths(), key.minor() ? 1 : 0));
        }
        for (TempoMap.Segment segment : map.segments()) {
            int micros = segment.microsPerQuarter();
            events.add(Event.meta(segment.tick(), TEMPO, micros >> 16, micros >> 8, micros));
        }
        for (Note note : score.notes()) {
            long on = Math.max(0, map.tick(note.onsetSeconds()));
            long off = Math.max(on + 1, map.tick(note.endSeconds()));
            events.add(new Event(on, 2, NOTE_ON, score.writtenMidi(note), VELOCITY));
            events.add(new Event(off, 1, NOTE_OFF, score.writtenMidi(note), 0));
        }
        events.sort(Comparator.comparingLong(Event::tick).thenComparingInt(Event::order));
        return events;
    }

    /** A time signature; one of too many beats for MIDI's byte is left at what fits. */
    private static Event signature(long tick, int upper, Meter meter) {
        int lower = meter.compound() ? 3 : 2;
        return Event.meta(tick, TIME_SIGNATURE, Math.min(upper, 255), lower, meter.compound() ? 36 : 24, 8);
    }

    private void write(Event event) {
        variableLength(event.tick() - lastTick);
        lastTick = event.tick();
        for (int value : event.bytes()) {
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
