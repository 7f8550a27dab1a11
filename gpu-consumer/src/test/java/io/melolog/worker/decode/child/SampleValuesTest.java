package io.melolog.worker.decode.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleValuesTest {
    @Test
    void shouldReplaceWhatIsNotFiniteAndClampWhatIsAbsurd() {
        // given
        float[] samples = {
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -3e38f, 1.5f, -0.25f, Float.NaN
        };

        // when
        DecodeJob.makeFinite(samples, 7);

        // then
        assertThat(samples).containsExactly(0, 0, 0, 8, -8, 1.5f, -0.25f, Float.NaN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-(1 << 23), -12_345, -1, 0, 1, 4_000_001, (1 << 23) - 1})
    void shouldKeepEvery24BitSampleExactly(int step) {
        // given
        float sample = step / (float) (1 << 23);

        // when
        int encoded = EncodeFlacJob.to24Bit(sample);

        // then
        assertThat(encoded).isEqualTo(step);
    }

    @Test
    void shouldRoundToTheNearestStepAndTiesToEven() {
        // given
        Random random = new Random(5);

        // when / then
        for (int i = 0; i < 100_000; i++) {
            float sample = i < 1_000 ? (i - 500) / (float) (1 << 24) : random.nextFloat() * 2 - 1;
            assertThat(EncodeFlacJob.to24Bit(sample)).isEqualTo((int) Math.rint(sample * (double) (1 << 23)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 8388607", "2, 8388607", "-1.5, -8388608", "NaN, 0", "Infinity, 8388607", "-Infinity, -8388608"})
    void shouldClipToFullScale(float sample, int expected) {
        // when
        int encoded = EncodeFlacJob.to24Bit(sample);

        // then
        assertThat(encoded).isEqualTo(expected);
    }
}
