package io.melolog.worker.neural.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.neural.engine.NetworkForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StemFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"8000, 1", "44100, 2", "48000, 2"})
    void shouldWriteVocalsAndAccompanimentThatAddUpAndTheOthersWithinRange(int rateHz, int channels) throws Exception {
        // given: a mix and stems that exceed full scale
        NetworkForm form = new NetworkForm(8000, 2, 500, List.of("drums", "vocals", "accompaniment", "piano"));
        float[][] mix = Songs.noise(channels, 5000, 2);
        mix[0][100] = 5;
        var separation = new SegmentedSeparation(
                form, Songs.now(Songs.gains(10, 0.7, 1, Double.NaN)), new SegmentOptions(0, 0, 2));

        // when
        Map<String, PcmFile> files;
        try (PcmReader reader = new PcmReader(Songs.write(folder, mix, rateHz));
                StemFiles stems = StemFiles.create(folder, reader, form.stems())) {
            separation.separate(reader, stems, share -> {}, () -> false);
            files = stems.files();
        }

        // then
        assertThat(files.keySet()).containsExactly("vocals", "accompaniment", "drums", "piano");
        float[] vocals = read(files.get("vocals"));
        float[] rest = read(files.get("accompaniment"));
        for (int i = 0; i < vocals.length; i++) {
            float mixed = Math.clamp(mix[i % channels][i / channels], -1f, 1f);
            assertThat(vocals[i] + rest[i]).isCloseTo(mixed, within(1e-6f));
        }
        for (float sample : read(files.get("drums"))) {
            assertThat(sample).isBetween(-1f, 1f);
        }
        assertThat(read(files.get("piano"))).containsOnly(0).hasSize(5000 * channels);
        for (PcmFile file : files.values()) {
            assertThat(file.sampleFrames()).isEqualTo(5000);
            assertThat(file.sampleRateHz()).isEqualTo(rateHz);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../vocals", "a/b", "", "nul\0", ".."})
    void shouldRefuseNamesThatAreNoFileNames(String name) throws IOException {
        try (PcmReader reader = new PcmReader(Songs.write(folder, new float[1][10], 8000))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StemFiles.create(folder, reader, List.of("vocals", name)));
        }
    }

    @Test
    void shouldRefuseStemsWithoutVocals() throws IOException {
        try (PcmReader reader = new PcmReader(Songs.write(folder, new float[1][10], 8000))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StemFiles.create(folder, reader, List.of("drums")))
                    .withMessageContaining("vocals");
        }
    }

    @Test
    void shouldFailWhereAStemIsAlready() throws IOException {
        // given
        Files.createFile(folder.resolve("drums.f32"));

        // when, then
        try (PcmReader reader = new PcmReader(Songs.write(folder, new float[1][10], 8000))) {
            assertThatIOException().isThrownBy(() -> StemFiles.create(folder, reader, List.of("vocals", "drums")));
        }
    }

    private static float[] read(PcmFile file) throws IOException {
        float[] samples = new float[Math.toIntExact(file.sampleFrames() * file.channels())];
        try (PcmReader reader = new PcmReader(file)) {
            reader.read(0, samples, (int) file.sampleFrames());
        }
        return samples;
    }
}
