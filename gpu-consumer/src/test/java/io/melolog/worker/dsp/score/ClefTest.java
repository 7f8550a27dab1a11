package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClefTest {

    @Test
    void shouldKeepTheMelodyNearTheStaff() {
        assertThat(Clef.of(Melodies.line(100, 0, new double[] {1}, 67, 72, 60), 0))
                .isEqualTo(Clef.TREBLE);
        assertThat(Clef.of(Melodies.line(100, 0, new double[] {1}, 48, 52, 60), 0))
                .isEqualTo(Clef.BASS);
        assertThat(Clef.of(List.of(), 0)).isEqualTo(Clef.TREBLE);
    }

    @Test
    void shouldWriteTenorsAnOctaveHigher() {
        assertThat(Clef.of(Melodies.line(100, 0, new double[] {1}, 55, 60, 64, 65, 62), 0))
                .isEqualTo(Clef.TREBLE_8VB);
    }

    @Test
    void shouldSuitWhatIsWrittenAndNotWhatIsSung() {
        assertThat(Clef.of(Melodies.line(100, 0, new double[] {1}, 48, 52, 60), 24))
                .isEqualTo(Clef.TREBLE);
    }
}
