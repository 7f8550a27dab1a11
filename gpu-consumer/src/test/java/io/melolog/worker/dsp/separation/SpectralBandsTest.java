package io.melolog.worker.dsp.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectralBandsTest {
    private static final int BANDS = SpectralBands.FEATURES / 2;

    @ParameterizedTest
    @CsvSource({"44100, 4096", "48000, 8192", "96000, 16384", "22050, 2048", "16000, 2048", "8000, 1024"})
    void shouldReadAFlatSpectrumAsFlatUpToHalfTheRate(int sampleRateHz, int fftSamples) {
        // given
        double binHz = (double) sampleRateHz / fftSamples;
        float[] flat = new float[fftSamples / 2 + 1];
        Arrays.fill(flat, 2);
        float[] bands = new float[BANDS];

        // when
        new SpectralBands(binHz, flat.length).power(flat, bands);

        // then: the first 137 bands are 10.8 Hz apart from 32 Hz on
        for (int b = 0; b < 137; b++) {
            assertThat(bands[b]).isCloseTo(2, within(1e-5f));
        }
        assertThat(bands[BANDS - 1]).isCloseTo(sampleRateHz >= 44_100 ? 2 : 0, within(1e-5f));
    }

    @Test
    void shouldFindAToneInTheSameBandAtAnyRate() {
        // given: 1 kHz
        float[] at44 = new float[2049];
        at44[93] = 1;
        float[] at48 = new float[4097];
        at48[171] = 1;
        float[] bands44 = new float[BANDS];
        float[] bands48 = new float[BANDS];

        // when
        new SpectralBands(44_100.0 / 4096, 2049).power(at44, bands44);
        new SpectralBands(48_000.0 / 8192, 4097).power(at48, bands48);

        // then
        assertThat(loudest(bands44)).isEqualTo(90);
        assertThat(loudest(bands48)).isEqualTo(90);
    }

    @Test
    void shouldSpreadMasksOverAllBinsButTheLowest() {
        // given
        float[] masks = new float[SpectralBands.FEATURES];
        Arrays.fill(masks, 0, BANDS, 0.25f);
        Arrays.fill(masks, BANDS, 2 * BANDS, 0.75f);
        float[] mid = new float[4097];
        float[] side = new float[4097];

        // when
        new SpectralBands(48_000.0 / 8192, 4097).gains(masks, mid, side);

        // then: up to 26 Hz is no voice
        assertThat(Arrays.copyOf(mid, 5)).containsOnly(0);
        assertThat(Arrays.copyOfRange(mid, 5, 4097)).containsOnly(0.25f);
        assertThat(Arrays.copyOfRange(side, 5, 4097)).containsOnly(0.75f);
    }

    @Test
    void shouldDescribeLoudAndQuietRecordingsAlike() {
        // given
        float[] mid = {1, 2, 3};
        mid = Arrays.copyOf(mid, BANDS);
        float[] side = new float[BANDS];
        side[1] = 0.5f;
        float[] loud = new float[SpectralBands.FEATURES];
        float[] quiet = new float[SpectralBands.FEATURES];

        // when
        SpectralBands.features(mid, side, 0.5, loud);
        for (int b = 0; b < BANDS; b++) {
            mid[b] *= 1e-6f;
            side[b] *= 1e-6f;
        }
        SpectralBands.features(mid, side, 0.5e-6, quiet);

        // then
        assertThat(quiet).containsExactly(loud, within(1e-4f));
        SpectralBands.features(new float[BANDS], side, 0, loud);
        for (float feature : loud) {
            assertThat(feature).isFinite();
        }
    }

    private static int loudest(float[] bands) {
        int best = 0;
        for (int b = 1; b < bands.length; b++) {
            best = bands[b] > bands[best] ? b : best;
        }
        return best;
    }
}
