package io.melolog.worker.dsp.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MelodyTest {
    @Test
    void shouldTellGlidesFromNewNotes() {
        // given
        Melody melody = new Melody(new float[] {200, 202, 206, 300, 300}, new float[5]);

        // when, then
        assertThat(melody.glideHz(0)).isCloseTo(2, within(1e-9));
        assertThat(melody.glideHz(1)).isCloseTo(4, within(1e-9));
        assertThat(melody.glideHz(2)).isCloseTo(4, within(1e-9));
        assertThat(melody.glideHz(3)).isZero();
        assertThat(melody.glideHz(4)).isZero();
    }
}
