package io.melolog.worker.dsp.onset;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.dsp.contour.Contour;
import io.melolog.worker.dsp.contour.Contours;
import io.melolog.worker.dsp.f0.Signals;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticulationOnsetsTest {

    @Test
    void shouldHearWhereATonguedNoteBeginsAgain() {
        // given
        float[] repeated = Signals.concat(
                Signals.silence(0.5), Signals.tone(0.5, 220, 0.3), Signals.tone(0.5, 220, 0.3), Signals.silence(0.3));

        // when
        Contour contour = Contours.of(repeated);
        float[] evidence = ArticulationOnsets.STANDARD.evidence(contour);

        // then
        assertThat(likely(evidence)).hasSize(2);
        assertThat(contour.hopSeconds() * likely(evidence)[0]).isBetween(0.46, 0.54);
        assertThat(contour.hopSeconds() * likely(evidence)[1]).isBetween(0.96, 1.04);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1})
    void shouldHearNothingInsideASteadyTone(double level) {
        // given
        Contour contour = Contours.of(Signals.tone(2, 330, 0.5 * level));

        // when
        float[] evidence = ArticulationOnsets.STANDARD.evidence(contour);

        // then
        assertThat(likely(evidence)).satisfies(frames -> assertThat(IntStream.of(frames))
                .allMatch(t -> t < 10 || t > contour.frames() - 10));
    }

    @Test
    void shouldHearNothingInSilence() {
        assertThat(likely(ArticulationOnsets.STANDARD.evidence(Contours.of(Signals.silence(1)))))
                .isEmpty();
    }

    private static int[] likely(float[] evidence) {
        return IntStream.range(0, evidence.length).filter(t -> evidence[t] > 0).toArray();
    }
}
