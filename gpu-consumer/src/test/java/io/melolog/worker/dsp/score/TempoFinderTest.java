package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.note.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TempoFinderTest {
    private static final double[] RHYTHM = {1, 1, 0.5, 0.5, 1, 1.5, 0.5, 2};

    @ParameterizedTest
    @ValueSource(doubles = {76, 92.5, 104, 120, 138})
    void shouldFindTheTempoOfASteadySongUpToAnOctave(double bpm) {
        // given
        List<Note> notes = Melodies.line(bpm, 1.3, RHYTHM, new int[48]);

        // when
        BeatGrid grid = TempoFinder.find(shaken(notes, 0.012));

        // then
        assertThat(grid.tempoBpm()).isNotNull();
        double octaves = Math.log(grid.bpm() / bpm) / Math.log(2);
        assertThat(octaves).isCloseTo(Math.rint(octaves), within(0.005)).isBetween(-1.01, 1.01);
        assertThat(grid.firstBarlineSeconds()).isBetween(-4 * 60 / grid.bpm(), 0.0);
        double sixteenths = grid.sixteenths(1.3);
        assertThat(sixteenths).isCloseTo(Math.rint(sixteenths), within(0.25));
    }

    @Test
    void shouldAdmitThatAFewNotesTellNoTempo() {
        assertThat(TempoFinder.find(List.of())).isEqualTo(BeatGrid.UNKNOWN);
        assertThat(TempoFinder.find(Melodies.line(100, 0, RHYTHM, 60, 62, 64)).tempoBpm())
                .isNull();
    }

    @Test
    void shouldRarelySeeATempoWhereThereIsNone() {
        // when
        int found = 0;
        for (int seed = 0; seed < 100; seed++) {
            found += TempoFinder.find(withoutBeat(seed)).tempoKnown() ? 1 : 0;
        }

        // then
        assertThat(found).isLessThan(10);
    }

    private static List<Note> withoutBeat(int seed) {
        Random random = new Random(seed);
        List<Note> notes = new ArrayList<>();
        double at = 0;
        for (int i = 0; i < 30; i++) {
            at += 0.15 + random.nextExponential() * 0.4;
            notes.add(Melodies.note(at, 0.1, 60));
        }
        return notes;
    }

    private static List<Note> shaken(List<Note> notes, double seconds) {
        Random random = new Random(7);
        return notes.stream()
                .map(n -> Melodies.note(
                        n.onsetSeconds() + seconds * random.nextGaussian(), n.durationSeconds(), n.midi() + 60))
                .toList();
    }
}
