package io.melolog.worker.dsp.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.f0.F0Track;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SemitoneRunTranscriberTest {
    private static final double HOP_SECONDS = 512 / 22_050.0;

    @Test
    void shouldMakeANoteOfEachRunOfOneSemitone() {
        // given
        F0Track track = track(rows(0, 0.0, 3), rows(440, 0.8, 10), rows(494, 0.6, 6), rows(0, 0.2, 4));

        // when
        List<Note> notes = SemitoneRunTranscriber.STANDARD.transcribe(track);

        // then
        assertThat(notes).extracting(Note::name).containsExactly("A4", "B4");
        Note first = notes.getFirst();
        assertThat(first.onsetSeconds()).isCloseTo(3 * HOP_SECONDS, within(1e-9));
        assertThat(first.durationSeconds()).isCloseTo(10 * HOP_SECONDS, within(1e-9));
        assertThat(first.midi()).isEqualTo(69);
        assertThat(first.frequencyHz()).isEqualTo(440);
        assertThat(first.cents()).isCloseTo(0, within(1e-9));
        assertThat(first.confidence()).isCloseTo(0.8, within(1e-6));
    }

    @Test
    void shouldTellTheDeviationFromTheTemperedPitch() {
        // given
        F0Track track = track(rows(Pitch.frequencyHz(61.3), 1, 8));

        // when
        List<Note> notes = SemitoneRunTranscriber.STANDARD.transcribe(track);

        // then
        assertThat(notes).singleElement().satisfies(note -> {
            assertThat(note.name()).isEqualTo("C#4");
            assertThat(note.cents()).isCloseTo(30, within(0.01));
        });
    }

    @Test
    void shouldLeaveOutWhatIsShortOrDoubtful() {
        // given
        F0Track track = track(rows(440, 0.8, 4), rows(0, 0.0, 1), rows(440, 0.05, 20));

        // when
        List<Note> notes = SemitoneRunTranscriber.STANDARD.transcribe(track);

        // then
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldKeepOfTheMelodyWhatLiesInNotes() {
        // given
        F0Track track = track(rows(440, 0.8, 10), rows(494, 0.6, 3), rows(0, 0.0, 2));

        // when
        F0Track melody = Melody.within(SemitoneRunTranscriber.STANDARD.transcribe(track), track);

        // then
        for (int i = 0; i < track.frames(); i++) {
            assertThat(melody.voiced(i)).as("frame %d", i).isEqualTo(i < 10);
        }
    }

    private record Row(double f0Hz, double probability) {}

    private static Row[] rows(double f0Hz, double probability, int count) {
        Row[] rows = new Row[count];
        Arrays.fill(rows, new Row(f0Hz, probability));
        return rows;
    }

    /** Rows of 0 Hz are unvoiced. */
    private static F0Track track(Row[]... parts) {
        List<Row> rows = Arrays.stream(parts).flatMap(Arrays::stream).toList();
        float[] f0Hz = new float[rows.size()];
        boolean[] voiced = new boolean[rows.size()];
        float[] probability = new float[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            f0Hz[i] = (float) rows.get(i).f0Hz();
            voiced[i] = rows.get(i).f0Hz() > 0;
            probability[i] = (float) rows.get(i).probability();
        }
        return new F0Track(22_050, 512, f0Hz, voiced, probability);
    }
}
