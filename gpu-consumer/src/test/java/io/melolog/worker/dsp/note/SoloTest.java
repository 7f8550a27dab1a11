package io.melolog.worker.dsp.note;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.dsp.f0.Pyin;
import io.melolog.worker.dsp.f0.PyinParams;
import io.melolog.worker.dsp.f0.Signals;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoloTest {
    private static final Pyin PYIN = new Pyin(PyinParams.STANDARD);
    private static final double SECONDS = 4;

    @TempDir
    private Path folder;

    @Test
    void shouldKnowAVoiceAlone() throws IOException {
        assertThat(solo(song())).isTrue();
        assertThat(solo(times(song(), 0.001f))).as("a quiet one").isTrue();
        assertThat(solo(Signals.concat(Signals.silence(20), song())))
                .as("one that comes late")
                .isTrue();
        assertThat(solo(sum(song(), Signals.noise(SECONDS, 0.003, 1))))
                .as("in a hissing room")
                .isTrue();
    }

    @Test
    void shouldKnowASongWithABand() throws IOException {
        // given
        float[] chord = sum(
                Signals.tone(SECONDS, 131, 0.2), sum(Signals.tone(SECONDS, 165, 0.2), Signals.tone(SECONDS, 196, 0.2)));
        float[] bass = Signals.tone(SECONDS, 73.4, 0.3);
        float[] drums = Signals.noise(SECONDS, 0.05, 2);

        // then
        assertThat(solo(sum(song(), sum(chord, sum(bass, drums))))).isFalse();
        assertThat(solo(sum(chord, sum(bass, drums)))).isFalse();
    }

    @Test
    void shouldTakeNoiseAndSilenceForNoSolo() throws IOException {
        assertThat(solo(Signals.noise(SECONDS, 0.3, 3))).isFalse();
        assertThat(solo(Signals.silence(SECONDS))).isFalse();
        assertThat(solo(new float[0])).isFalse();
        assertThat(solo(new float[] {0.5f})).isFalse();
    }

    private static float[] song() {
        return Signals.glide(
                SECONDS, t -> 220 * Math.pow(2, Math.floor(2 * t) / 12) * (1 + 0.01 * Math.sin(35 * t)), 0.3);
    }

    private static float[] times(float[] signal, float factor) {
        float[] product = signal.clone();
        for (int i = 0; i < product.length; i++) {
            product[i] *= factor;
        }
        return product;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] sum = Arrays.copyOf(a, Math.min(a.length, b.length));
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private boolean solo(float[] signal) throws IOException {
        Path path = Files.createTempFile(folder, "signal", ".f32");
        Files.delete(path);
        try (PcmWriter writer = new PcmWriter(path, Signals.RATE_HZ, 1)) {
            writer.write(signal, signal.length);
        }
        return Solo.is(new PcmFile(path, Signals.RATE_HZ, 1, signal.length), PYIN, () -> false);
    }
}
