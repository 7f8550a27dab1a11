package io.melolog.worker.dsp.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactStemsTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepBothStemsInRangeWhateverTheEstimate() throws IOException {
        // given
        float[] samples = {1, 1, -1, -1, 0.9f, -0.9f, 3, -3, 0, 0.25f};
        float[] estimate = {-1, 5, 1, -5, -0.5f, 0.5f, 1, 1, Float.NaN, Float.NEGATIVE_INFINITY};
        PcmFile mix = Recordings.write(folder, samples, 44_100, 1);

        // when
        float[] vocals;
        float[] rest;
        try (PcmReader reader = new PcmReader(mix);
                PcmWriter vocalsOut = new PcmWriter(folder.resolve("v"), 44_100, 1);
                PcmWriter restOut = new PcmWriter(folder.resolve("a"), 44_100, 1)) {
            new ExactStems(reader, vocalsOut, restOut).write(new float[][] {estimate}, samples.length);
            vocals = Recordings.read(vocalsOut.file());
            rest = Recordings.read(restOut.file());
        }

        // then
        for (int i = 0; i < samples.length; i++) {
            assertThat(vocals[i]).isBetween(-1f, 1f);
            assertThat(rest[i]).isBetween(-1f, 1f);
            assertThat(vocals[i] + rest[i]).isCloseTo(Math.clamp(samples[i], -1f, 1f), within(2e-7f));
        }
    }

    @Test
    void shouldWriteNoMoreThanTheMixHolds() throws IOException {
        // given
        PcmFile mix = Recordings.write(folder, new float[5], 44_100, 1);

        // when
        try (PcmReader reader = new PcmReader(mix);
                PcmWriter vocals = new PcmWriter(folder.resolve("v"), 44_100, 1);
                PcmWriter rest = new PcmWriter(folder.resolve("a"), 44_100, 1)) {
            ExactStems stems = new ExactStems(reader, vocals, rest);
            stems.write(new float[1][4], 4);
            stems.write(new float[1][4], 4);

            // then
            assertThat(vocals.file().sampleFrames()).isEqualTo(5);
            assertThat(rest.file().sampleFrames()).isEqualTo(5);
        }
    }
}
