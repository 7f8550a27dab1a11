package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.note.Note;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import javax.sound.midi.MetaMessage;
import javax.sound.midi.MidiEvent;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was written is read by readers that are not ours, and must give the same notes. */
class RoundTripTest {
    private static final int TEMPO = 0x51;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldReadTheWrittenNotesFromMusicXml(long seed) throws Exception {
        // given
        Score score = score(seed);

        // when
        MusicXmlReader read = new MusicXmlReader(MusicXmlWriter.write(score));

        // then
        int first = score.grid().firstTick();
        assertThat(read.sounds)
                .isEqualTo(score.written().stream()
                        .map(note -> new MusicXmlReader.Sound(note.start() - first, note.length(), note.midi()))
                        .toList());
        long bar = score.grid().meter().barTicks();
        assertThat(read.bars.subList(1, read.bars.size())).allMatch(length -> length == bar);
        assertThat(read.bars.getFirst()).isEqualTo(bar - first);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldPlayMidiInStepWithTheRecording(long seed) throws Exception {
        // given
        Score score = score(seed);

        // when
        Sequence sequence = MidiSystem.getSequence(new ByteArrayInputStream(MidiWriter.write(score)));

        // then
        List<double[]> played = played(sequence);
        assertThat(played).hasSameSizeAs(score.notes());
        for (int i = 0; i < played.size(); i++) {
            Note note = score.notes().get(i);
            assertThat(played.get(i)[0]).isCloseTo(note.onsetSeconds(), within(0.005));
            assertThat(played.get(i)[1]).isCloseTo(note.endSeconds(), within(0.015));
            assertThat((int) played.get(i)[2]).isEqualTo(score.writtenMidi(note));
        }
    }

    @Test
    void shouldPutMidiBarsWhereTheScoreHasThem() throws Exception {
        // given
        List<Note> notes = Melodies.line(100, 1.1, new double[] {1, 1, 1, 1, 2, 2}, 60, 62, 64, 65, 67, 67, 69, 71, 72);
        Score score = ScoreBuilder.build(notes, ScoreRequest.AS_SUNG);

        // when
        Sequence sequence = MidiSystem.getSequence(new ByteArrayInputStream(MidiWriter.write(score)));

        // then
        List<MidiEvent> on = events(sequence, ShortMessage.NOTE_ON);
        int quarter = sequence.getResolution();
        for (int i = 1; i < on.size(); i++) {
            long ticks = on.get(i).getTick() - on.getFirst().getTick();
            int written =
                    score.written().get(i).start() - score.written().getFirst().start();
            assertThat((double) ticks / quarter).isCloseTo(written / 24.0, within(0.02));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldKeepUltraStarTrueToATick(long seed) {
        // given
        Score score = score(seed);

        // when
        String text = UltraStarWriter.write(score, "song.mp3");

        // then
        Map<String, String> headers = new TreeMap<>();
        List<String[]> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                headers.put(line.substring(1, line.indexOf(':')), line.substring(line.indexOf(':') + 1));
            } else if (line.startsWith(":")) {
                lines.add(line.split(" "));
            }
        }
        assertThat(headers).containsKeys("TITLE", "ARTIST", "MP3", "BPM", "GAP");
        assertThat(text).endsWith("E\n");
        double tick = 60 / Double.parseDouble(headers.get("BPM")) / 4;
        double gap = Double.parseDouble(headers.get("GAP")) / 1000;
        assertThat(lines).hasSameSizeAs(score.notes());
        long free = 0;
        for (int i = 0; i < lines.size(); i++) {
            Note note = score.notes().get(i);
            long start = Long.parseLong(lines.get(i)[1]);
            long length = Long.parseLong(lines.get(i)[2]);
            assertThat(start).isGreaterThanOrEqualTo(free);
            assertThat(length).isPositive();
            assertThat(gap + start * tick).isCloseTo(note.onsetSeconds(), within(tick));
            assertThat(Integer.parseInt(lines.get(i)[3]) + 60).isEqualTo(score.writtenMidi(note));
            free = start + length;
        }
    }

    @Test
    void shouldBreakUltraStarLinesAtRests() {
        // given
        List<Note> notes = List.of(Melodies.note(1, 0.4, 60), Melodies.note(1.5, 0.4, 62), Melodies.note(3, 0.4, 64));

        // then
        assertThat(UltraStarWriter.write(ScoreBuilder.build(notes, ScoreRequest.AS_SUNG), "song.mp3"))
                .endsWith("#GAP:1000\n: 0 16 0 C4 \n: 20 16 2 D4 \n- 36\n: 80 16 4 E4 \nE\n");
    }

    private static Score score(long seed) {
        return ScoreBuilder.build(Melodies.random(seed), Melodies.request(seed));
    }

    /** Onset, end and number of each note, by the file's own tempo map. */
    private static List<double[]> played(Sequence sequence) {
        TreeMap<Long, Integer> tempi = new TreeMap<>();
        var track = sequence.getTracks()[0];
        List<double[]> played = new ArrayList<>();
        for (int i = 0; i < track.size(); i++) {
            if (track.get(i).getMessage() instanceof MetaMessage meta && meta.getType() == TEMPO) {
                byte[] data = meta.getData();
                tempi.put(track.get(i).getTick(), (data[0] & 0xFF) << 16 | (data[1] & 0xFF) << 8 | (data[2] & 0xFF));
            }
        }
        for (MidiEvent event : events(sequence, ShortMessage.NOTE_ON)) {
            int midi = ((ShortMessage) event.getMessage()).getData1();
            played.add(new double[] {seconds(sequence, tempi, event.getTick()), 0, midi});
        }
        List<MidiEvent> off = events(sequence, ShortMessage.NOTE_OFF);
        for (int i = 0; i < off.size(); i++) {
            played.get(i)[1] = seconds(sequence, tempi, off.get(i).getTick());
        }
        return played;
    }

    private static double seconds(Sequence sequence, TreeMap<Long, Integer> tempi, long tick) {
        double seconds = 0;
        for (Map.Entry<Long, Integer> tempo : tempi.entrySet()) {
            Long next = tempi.higherKey(tempo.getKey());
            long end = next == null || next > tick ? tick : next;
            seconds += Math.max(0, end - tempo.getKey()) * tempo.getValue() / 1e6 / sequence.getResolution();
        }
        return seconds;
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
