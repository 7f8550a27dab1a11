package io.melolog.worker.dsp.contour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HighPassTest {
    private static final double CORNER_HZ = 70;

    @ParameterizedTest
    @CsvSource({"0, -200, 1", "35, -12.3, 0.3", "70, -3, 0.1", "140, -0.26, 0.05", "440, 0, 0.01"})
    void shouldPassWhatIsAboveItsCorner(double hz, double gainDb, double toleranceDb) {
        // given
        int sampleRateHz = 22_050;
        HighPass filter = new HighPass(CORNER_HZ, sampleRateHz);

        // when
        double in = 0;
        double out = 0;
        for (int i = 0; i < 4 * sampleRateHz; i++) {
            double x = Math.cos(2 * Math.PI * hz * i / sampleRateHz);
            double y = filter.next((float) x);
            if (i >= 2 * sampleRateHz) {
                in += x * x;
                out += y * y;
            }
        }

        // then
        assertThat(Math.max(-200, 10 * Math.log10(out / in + 1e-30))).isCloseTo(gainDb, within(toleranceDb));
    }
}
