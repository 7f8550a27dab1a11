package io.melolog.worker.dsp.fft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StftTest {
    @ParameterizedTest
    @CsvSource({"64, 1", "64, 16", "64, 17", "256, 1000", "4096, 20000"})
    void shouldGiveTheSignalBackByOverlapAdd(int windowSamples, int samples) {
        // given
        Stft stft = new Stft(windowSamples);
        int frames = stft.frames(samples);
        int before = -(int) stft.firstSample(0);
        float[] padded = new float[(frames + 3) * stft.hopSamples()];
        Random random = new Random(samples);
        for (int i = 0; i < samples; i++) {
            padded[before + i] = random.nextFloat() * 2 - 1;
        }
        float[] re = new float[stft.bins()];
        float[] im = new float[stft.bins()];
        float[] sum = new float[padded.length];

        // when
        for (int t = 0; t < frames; t++) {
            int start = before + (int) stft.firstSample(t);
            stft.analyze(padded, start, re, im);
            stft.synthesizeAdd(re, im, sum, start);
        }

        // then
        for (int i = before; i < before + samples; i++) {
            assertThat(sum[i]).isCloseTo(padded[i], within(1e-6f));
        }
    }
}
