package io.melolog.worker.dsp.contour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.f0.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VibratoFilterTest {
    private static final double MIDI = 62;

    @ParameterizedTest
    @CsvSource({"4.5, 0.5", "5.5, 1", "6.5, 0.3", "7.5, 0.2"})
    void shouldTakeVibratoOut(double rateHz, double extentSemitones) {
        // given
        Contour vibrato = Contours.of(
                Signals.glide(2, t -> hz(MIDI + extentSemitones * Math.sin(2 * Math.PI * rateHz * t)), 0.3));

        // when
        Contour smooth = VibratoFilter.STANDARD.apply(vibrato);

        // then
        int end = smooth.frames(1.7);
        for (int t = smooth.frames(0.3); t < end; t++) {
            assertThat((double) smooth.midi(t)).as("frame %d", t).isCloseTo(MIDI, within(0.25));
        }
    }

    @Test
    void shouldLeaveMelodiesAsTheyAre() {
        // given
        Contour melody = Contours.of(Signals.concat(
                Signals.tone(0.3, hz(60), 0.3), Signals.tone(0.3, hz(62), 0.3), Signals.tone(0.3, hz(59), 0.3)));

        // when
        Contour smooth = VibratoFilter.STANDARD.apply(melody);

        // then
        for (int t = 0; t < melody.frames(); t++) {
            assertThat(smooth.midi(t)).isEqualTo(melody.midi(t));
        }
    }

    private static double hz(double midi) {
        return 440 * Math.pow(2, (midi - 69) / 12);
    }
}
