package io.melolog.worker.dsp.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.f0.Signals;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocalGateTest {
    @TempDir
    Path scratch;

    @Test
    void shouldMuteFramesFarBelowTheMixAndKeepTheOthers() {
        // given
        int frame = VocalGate.frameSamples(Signals.RATE_HZ);
        float[] mono = new float[2 * frame + 10];
        Arrays.fill(mono, 0, frame, 0.1f);
        Arrays.fill(mono, frame, mono.length, 0.001f);

        // when
        VocalGate.below(-10).apply(mono, mono.length, Signals.RATE_HZ);

        // then
        assertThat(mono[frame - 1]).isEqualTo(0.1f);
        assertThat(mono[frame]).isZero();
        assertThat(mono[mono.length - 1]).isZero();
    }

    @Test
    void shouldMuteAllOfWhatASeparatorTookFromABandWithoutASinger() {
        // given
        float[] quietVoice = {0.3f, -0.3f};
        float[] residue = quietVoice.clone();

        // when
        VocalGate.below(-10, -18).apply(quietVoice, 2, Signals.RATE_HZ);
        VocalGate.below(-10, -24).apply(residue, 2, Signals.RATE_HZ);

        // then
        assertThat(quietVoice).containsExactly(0.3f, -0.3f);
        assertThat(residue).containsOnly(0);
    }

    @Test
    void shouldMeasureTheLoudPartsOfARecording() throws IOException {
        // given
        float[] mostlyQuiet = Signals.concat(Signals.constant(5, 0.01f), Signals.constant(5, -0.5f));

        // when
        OptionalDouble level = loudDb(mostlyQuiet);

        // then
        assertThat(level.orElseThrow()).isCloseTo(20 * Math.log10(0.5), within(0.01));
    }

    @Test
    void shouldKnowNoLevelOfSilence() throws IOException {
        assertThat(loudDb(Signals.silence(1))).isEmpty();
        assertThat(loudDb(new float[0])).isEmpty();
    }

    private OptionalDouble loudDb(float[] mono) throws IOException {
        try (PcmWriter writer = new PcmWriter(scratch.resolve(mono.length + ".pcm"), Signals.RATE_HZ, 1)) {
            writer.write(mono, mono.length);
            try (PcmReader reader = new PcmReader(writer.file())) {
                return FrameLevels.loudDb(reader);
            }
        }
    }
}
