package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {

    @ParameterizedTest
    @ValueSource(ints = {-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6})
    void shouldSoundAsItIsWritten(int fifths) {
        for (int midi = 20; midi < 110; midi++) {
            Spelling spelling = Spelling.of(midi, fifths);
            int natural =
                    switch (spelling.step()) {
                        case 'C' -> 0;
                        case 'D' -> 2;
                        case 'E' -> 4;
                        case 'F' -> 5;
                        case 'G' -> 7;
                        case 'A' -> 9;
                        case 'B' -> 11;
                        default -> throw new AssertionError(spelling);
                    };
            assertThat(12 * (spelling.octave() + 1) + natural + spelling.alter())
                    .as("%s", spelling)
                    .isEqualTo(midi);
            assertThat(spelling.alter()).isBetween(-1, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6})
    void shouldNeedNoAccidentalForTheNotesOfTheKey(int fifths) {
        int tonic = Math.floorMod(7 * fifths, 12);
        for (int step : new int[] {0, 2, 4, 5, 7, 9, 11}) {
            Spelling spelling = Spelling.of(60 + tonic + step, fifths);
            assertThat(Spelling.alterInKey(spelling.step(), fifths))
                    .as("%s", spelling)
                    .isEqualTo(spelling.alter());
        }
    }

    @Test
    void shouldSpellTheLeadingNoteOfAMinorKeyUpwards() {
        assertThat(Spelling.of(68, 0)).isEqualTo(new Spelling('G', 1, 4));
        assertThat(Spelling.of(70, -1)).isEqualTo(new Spelling('B', -1, 4));
        assertThat(Spelling.of(59, -6)).isEqualTo(new Spelling('C', -1, 4));
    }
}
