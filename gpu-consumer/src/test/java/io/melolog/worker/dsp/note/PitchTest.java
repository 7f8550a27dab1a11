package io.melolog.worker.dsp.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PitchTest {

    @Test
    void shouldNamePitchesAsPianosDo() {
        assertThat(Pitch.name(69)).isEqualTo("A4");
        assertThat(Pitch.name(61)).isEqualTo("C#4");
        assertThat(Pitch.name(59)).isEqualTo("B3");
        assertThat(Pitch.name(0)).isEqualTo("C-1");
    }

    @Test
    void shouldConvertBothWays() {
        assertThat(Pitch.midi(880)).isCloseTo(81, within(1e-9));
        assertThat(Pitch.midi(Pitch.frequencyHz(47.25))).isCloseTo(47.25, within(1e-9));
    }
}
