package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterFinderTest {
    private static final double[] NO_ACCENTS = {};

    @Test
    void shouldHearAWaltz() {
        assertThat(find(0, 3, 0, 2, 3, 4, 5, 6, 8, 9)).isEqualTo(new MeterFinder.Found(Meter.WALTZ, 0));
    }

    @Test
    void shouldTakeFourBeatsWhereNothingSpeaksAgainstThem() {
        assertThat(find(0, 4, 0, 1, 2, 3)).isEqualTo(new MeterFinder.Found(Meter.COMMON, 0));
        assertThat(MeterFinder.find(new double[0], MeterFinder.Kind.SIMPLE, NO_ACCENTS)
                        .meter())
                .isEqualTo(Meter.COMMON);
    }

    @Test
    void shouldFindAPickUp() {
        // the upbeat, then long notes at the beginning of each bar
        assertThat(find(0, 4, 0, 1, 3).downbeat()).isEqualTo(1);
    }

    @Test
    void shouldBelieveAnAccompanimentThatAccentsBars() {
        // given
        double[] accents = new double[64];
        for (int i = 2; i < accents.length; i += 4) {
            accents[i] = 1;
        }

        // when
        double[] places = places(0, 4, 0, 1, 2, 3);

        // then
        assertThat(MeterFinder.find(places, MeterFinder.Kind.SIMPLE, accents).downbeat())
                .isEqualTo(2);
    }

    @Test
    void shouldCallTwoDottedQuartersSixEight() {
        double[] places = places(0, 2, 0, 1 / 3.0, 2 / 3.0, 1, 5 / 3.0);
        assertThat(MeterFinder.find(places, MeterFinder.Kind.COMPOUND, NO_ACCENTS)
                        .meter())
                .isEqualTo(Meter.JIG);
    }

    private static MeterFinder.Found find(double start, double period, double... pattern) {
        return MeterFinder.find(places(start, period, pattern), MeterFinder.Kind.SIMPLE, NO_ACCENTS);
    }

    /** A pattern twelve times over, each time after as many whole periods as it lasts. */
    private static double[] places(double start, double period, double... pattern) {
        double length = period * (1 + Math.floor(pattern[pattern.length - 1] / period));
        List<Double> places = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            for (double place : pattern) {
                places.add(start + i * length + place);
            }
        }
        return places.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
