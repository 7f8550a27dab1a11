package io.melolog.worker.dsp.beat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BeatMapTest {
    private final BeatMap map = new BeatMap(new double[] {1, 1.5, 2.1, 2.4});

    @Test
    void shouldTurnTimesIntoPlacesAndBack() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            double seconds = random.nextDouble(-3, 9);
            assertThat(map.secondsAt(map.beatAt(seconds))).isCloseTo(seconds, within(1e-9));
        }
        assertThat(map.beatAt(1.8)).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void shouldGoOnInTheLastTempo() {
        assertThat(map.secondsAt(5)).isCloseTo(3, within(1e-9));
        assertThat(map.secondsAt(-2)).isCloseTo(0, within(1e-9));
    }

    @Test
    void shouldRefuseBeatsThatDoNotRise() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BeatMap(new double[] {1}));
        assertThatIllegalArgumentException().isThrownBy(() -> new BeatMap(new double[] {1, 1}));
    }

    @Test
    void shouldSmoothAwayJitterAndKeepTheTempo() {
        // given
        Random random = new Random(3);
        double[] place = new double[64];
        double[] seconds = new double[64];
        for (int i = 0; i < place.length; i++) {
            place[i] = i;
            seconds[i] = 0.5 * i + 0.02 * random.nextGaussian();
        }

        // when
        BeatMap smooth = new BeatMap(BeatSmoother.smooth(place, seconds, 64, 60));

        // then
        for (int i = 1; i < 63; i++) {
            assertThat(smooth.secondsAt(i + 1) - smooth.secondsAt(i)).isCloseTo(0.5, within(0.015));
        }
        assertThat(smooth.periodSeconds()).isCloseTo(0.5, within(0.002));
    }
}
