package io.melolog.worker.dsp.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MelodyTrackerTest {
    private static final MelodyCombParams PARAMS = MelodyCombParams.defaults();

    @Test
    void shouldFollowAGlideAndIgnoreALouderClick() {
        // given: a pitch that rises by 10 cents a frame, and one frame with something twice as strong elsewhere
        MelodyTracker tracker = new MelodyTracker(PARAMS);
        for (int t = 0; t < 100; t++) {
            float[] salience = peakAt(PARAMS.gridIndex(200) + t * 0.5, 1);
            if (t == 50) {
                salience[200] = 2;
            }
            tracker.add(salience);
        }

        // when
        Melody melody = tracker.track();

        // then
        for (int t = 0; t < 100; t++) {
            double cents = 1200 * Math.log(melody.f0Hz()[t] / 200.0) / Math.log(2);
            assertThat(cents).isCloseTo(10.0 * t, within(10.0));
        }
    }

    @Test
    void shouldJumpWhereTheMelodyDoes() {
        // given
        MelodyTracker tracker = new MelodyTracker(PARAMS);
        for (int t = 0; t < 60; t++) {
            tracker.add(peakAt(t < 30 ? 40 : 160, 1));
        }

        // when
        Melody melody = tracker.track();

        // then
        assertThat((double) melody.f0Hz()[29]).isCloseTo(PARAMS.gridHz(40), within(0.5));
        assertThat((double) melody.f0Hz()[30]).isCloseTo(PARAMS.gridHz(160), within(0.5));
    }

    @Test
    void shouldFindNoPitchInSilence() {
        // given
        MelodyTracker tracker = new MelodyTracker(PARAMS);
        tracker.add(new float[PARAMS.gridSize()]);

        // when
        Melody melody = tracker.track();

        // then
        assertThat(melody.f0Hz()).containsOnly(0);
        assertThat(melody.salience()).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {80, 110, 196, 330, 523, 880})
    void shouldTellAPitchFromItsOctaves(double f0Hz) {
        // given: the spectrum of harmonics that fall by 3 dB per octave
        int sampleRateHz = 44_100;
        int windowSamples = 4096;
        float[] mid = new float[windowSamples / 2 + 1];
        for (int h = 1; h * f0Hz < 8000; h++) {
            double centre = h * f0Hz * windowSamples / sampleRateHz;
            for (int k = (int) centre - 2; k <= centre + 3; k++) {
                mid[k] += (float) (1e4 / h * Math.exp(-(k - centre) * (k - centre)));
            }
        }
        MelodyTracker tracker = new MelodyTracker(PARAMS);
        float[] salience = new float[PARAMS.gridSize()];

        // when
        new HarmonicSalience(PARAMS, sampleRateHz, windowSamples).compute(mid, new float[mid.length], salience);
        tracker.add(salience);
        Melody melody = tracker.track();

        // then
        double cents = 1200 * Math.log(melody.f0Hz()[0] / f0Hz) / Math.log(2);
        assertThat(cents).isCloseTo(0, within(20.0));
    }

    private static float[] peakAt(double index, float height) {
        float[] salience = new float[PARAMS.gridSize()];
        for (int g = 0; g < salience.length; g++) {
            salience[g] = (float) Math.max(0, height * (1 - Math.abs(g - index) / 3));
        }
        return salience;
    }
}
