package io.melolog.worker.dsp.beat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MelodyBeatsTest {
    private static final double[] TWO_BARS = {0, 1, 1.5, 2, 3, 4, 5, 5.5, 6};
    private static final double[] JIG = {0, 1 / 3.0, 2 / 3.0, 1, 5 / 3.0};

    @ParameterizedTest
    @CsvSource({"72,1", "84,2", "96.5,3", "104,4", "118,5", "132,6"})
    void shouldFindTheTempoOfASongSungWithTwentyMillisecondsOfJitter(double bpm, long seed) {
        // when
        OnsetGrid grid = find(Rhythms.played(bpm, 0.02, 4, 8, TWO_BARS, seed));

        // then
        assertThat(MelodyBeats.known(grid)).isTrue();
        assertThat(60 / grid.beats().periodSeconds()).isCloseTo(bpm, Percentage.withPercentage(1.5));
        assertThat(grid.ticks()).isEqualTo(ticks(4, 8, TWO_BARS));
    }

    @ParameterizedTest
    @ValueSource(doubles = {60, 75, 88})
    void shouldHearThirdsOfTheBeat(double bpm) {
        // when
        OnsetGrid grid = find(Rhythms.played(bpm, 0.015, 8, 2, JIG, 5));

        // then
        assertThat(grid.subdivision()).isEqualTo(Subdivision.COMPOUND);
        assertThat(60 / grid.beats().periodSeconds()).isCloseTo(bpm, Percentage.withPercentage(1.5));
    }

    @Test
    void shouldRarelySeeABeatWhereThereIsNone() {
        // when
        int seen = 0;
        for (int seed = 0; seed < 100; seed++) {
            seen += MelodyBeats.known(find(Rhythms.free(8 + seed % 60, seed))) ? 1 : 0;
        }

        // then
        assertThat(seen).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldAdmitThatAFewNotesTellNoTempo() {
        assertThat(MelodyBeats.find(new double[] {})).isEmpty();
        assertThat(MelodyBeats.find(new double[] {1})).isEmpty();
        assertThat(MelodyBeats.known(find(new double[] {0, 0.5, 1, 1.5}))).isFalse();
    }

    @Test
    void shouldFollowATempoThatChanges() {
        // given
        double[] onsets = new double[80];
        for (int i = 1; i < onsets.length; i++) {
            onsets[i] = onsets[i - 1] + 0.6 - 0.15 * i / onsets.length;
        }

        // when
        OnsetGrid grid = find(onsets);

        // then
        assertThat(MelodyBeats.known(grid)).isTrue();
        for (int i = 0; i < onsets.length; i++) {
            assertThat(grid.ticks()[i]).isEqualTo(12 * i);
            assertThat(grid.beats().secondsAt(i)).isCloseTo(onsets[i], within(0.02));
        }
    }

    @Test
    void shouldNotMindWhenASongBegins() {
        // given
        double[] onsets = Rhythms.played(100, 0.02, 3, 8, TWO_BARS, 9);
        double[] later = Arrays.stream(onsets).map(onset -> onset + 1234.5).toArray();

        // then
        assertThat(find(later).ticks()).isEqualTo(find(onsets).ticks());
    }

    @Test
    void shouldCountTheBeatsOfALongSilence() {
        // given
        double[] onsets = Rhythms.played(120, 0, 4, 8, TWO_BARS, 1);
        int half = onsets.length / 2;
        double[] apart = new double[onsets.length];
        for (int i = 0; i < onsets.length; i++) {
            apart[i] = onsets[i] + (i < half ? 0 : 3600);
        }

        // when
        OnsetGrid grid = find(apart);

        // then
        for (int i = 0; i < apart.length; i++) {
            assertThat(grid.beats().secondsAt(grid.ticks()[i] / 12.0)).isCloseTo(apart[i], within(0.05));
        }
        assertThat(grid.beats().periodSeconds()).isCloseTo(0.5, within(0.005));
    }

    private static OnsetGrid find(double[] onsets) {
        return MelodyBeats.find(onsets).orElseThrow();
    }

    private static int[] ticks(int repeats, double barBeats, double[] places) {
        int[] ticks = new int[repeats * places.length];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = (int) Math.rint(12 * (i / places.length * barBeats + places[i % places.length]));
        }
        return ticks;
    }
}
