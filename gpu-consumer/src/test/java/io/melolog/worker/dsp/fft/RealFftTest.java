package io.melolog.worker.dsp.fft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealFftTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16, 32, 64, 128, 512, 1024, 2048})
    void shouldAgreeWithTheDefinition(int size) {
        // given
        float[] signal = noise(size + 3);
        RealFft fft = new RealFft(size);
        float[] re = new float[fft.bins()];
        float[] im = new float[fft.bins()];

        // when
        fft.forward(signal, 3, re, im);

        // then
        double tolerance = 2e-6 * size;
        for (int k = 0; k < fft.bins(); k++) {
            double sumRe = 0;
            double sumIm = 0;
            for (int n = 0; n < size; n++) {
                double angle = -2 * Math.PI * ((long) k * n % size) / size;
                sumRe += signal[n + 3] * Math.cos(angle);
                sumIm += signal[n + 3] * Math.sin(angle);
            }
            assertThat(re[k]).isCloseTo((float) sumRe, within((float) tolerance));
            assertThat(im[k]).isCloseTo((float) sumIm, within((float) tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 256, 4096, 16384})
    void shouldGiveTheSignalBack(int size) {
        // given
        float[] signal = noise(size);
        RealFft fft = new RealFft(size);
        float[] re = new float[fft.bins()];
        float[] im = new float[fft.bins()];
        float[] back = new float[size + 1];

        // when
        fft.forward(signal, 0, re, im);
        fft.inverse(re, im, back, 1);

        // then
        for (int i = 0; i < size; i++) {
            assertThat(back[i + 1]).isCloseTo(signal[i], within(1e-6f));
        }
    }

    @Test
    void shouldRefuseOtherLengths() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RealFft(1000));
        assertThatIllegalArgumentException().isThrownBy(() -> new RealFft(1));
    }

    private static float[] noise(int size) {
        Random random = new Random(size);
        float[] signal = new float[size];
        for (int i = 0; i < size; i++) {
            signal[i] = random.nextFloat() * 2 - 1;
        }
        return signal;
    }
}
