package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.note.Note;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MidiWriterTest {

    @ParameterizedTest
    @ValueSource(doubles = {61.3, 120, 179.99})
    void shouldPlayInStepWithTheRecording(double bpm) throws Exception {
        // given
        List<Note> notes = Melodies.random(3);

        // when
        Sequence sequence = read(MidiWriter.write(notes, new BeatGrid(bpm, 0, true)));

        // then
        double secondsPerTick = Math.round(60e6 / bpm) / 1e6 / sequence.getResolution();
        List<MidiEvent> on = events(sequence, ShortMessage.NOTE_ON);
        List<MidiEvent> off = events(sequence, ShortMessage.NOTE_OFF);
        assertThat(on).hasSameSizeAs(notes);
        for (int i = 0; i < notes.size(); i++) {
            Note note = notes.get(i);
            assertThat(on.get(i).getTick() * secondsPerTick).isCloseTo(note.onsetSeconds(), within(0.002));
            assertThat(off.get(i).getTick() * secondsPerTick).isCloseTo(note.endSeconds(), within(0.002));
            assertThat(((ShortMessage) on.get(i).getMessage()).getData1()).isEqualTo(note.midi());
        }
    }

    @Test
    void shouldWriteAFileWithoutNotes() throws Exception {
        assertThat(events(read(MidiWriter.write(List.of(), BeatGrid.UNKNOWN)), ShortMessage.NOTE_ON))
                .isEmpty();
    }

    private static Sequence read(byte[] file) throws Exception {
        return MidiSystem.getSequence(new ByteArrayInputStream(file));
    }

    private static List<MidiEvent> events(Sequence sequence, int command) {
        List<MidiEvent> events = new ArrayList<>();
        var track = sequence.getTracks()[0];
        for (int i = 0; i < track.size(); i++) {
            if (track.get(i).getMessage() instanceof ShortMessage message && message.getCommand() == command) {
                events.add(track.get(i));
            }
        }
        return events;
    }
}
