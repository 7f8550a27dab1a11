package io.melolog.worker.neural.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.neural.engine.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a file that PyTorch wrote to the stems that the reference implementation computes with it. */
class CheckpointFilesTest extends TorchTest {
    private static final double PARITY_DB = 100;

    @TempDir
    private Path dir;

    private final TorchEngine engine = TorchEngine.create(Precision.FLOAT32);

    @ParameterizedTest
    @ValueSource(strings = {"small", "six"})
    void shouldSeparateAsTheReferenceImplementationDoes(String name) throws Exception {
        // given
        NetworkFiles files = new NetworkFiles(ModelFormat.HTDEMUCS, List.of(file("/htdemucs/" + name + ".th")), null);
        // when
        float[] stems = separated(files);
        // then
        assertThat(PrecisionTrial.agreementDb(FormulaNetworks.committedStems(name), stems))
                .isGreaterThan(PARITY_DB);
    }

    @Test
    void shouldSeparateWithAnOfficialCheckpointInHalfPrecision() throws Exception {
        // given
        NetworkFiles files = new NetworkFiles(ModelFormat.HTDEMUCS, List.of(file("/htdemucs/demo.th")), null);
        try (LoadedNetwork network = engine.load(files, ComputeDevice.CPU)) {
            // when
            float[] stems = network.separate(FormulaNetworks.segment(2 * 66_150), 1);
            // then
            assertThat(network.form())
                    .isEqualTo(new NetworkForm(44_100, 2, 66_150, List.of("drums", "bass", "other", "vocals")));
            assertSound(stems, 4 * 2 * 66_150);
        }
    }

    @Test
    void shouldSeparateWithATorchScriptProgramAsDescribed() throws Exception {
        // given
        List<Path> both = List.of(file("/torchscript/demo/demo.pt"), file("/torchscript/demo/model.json"));
        NetworkFiles files = new NetworkFiles(ModelFormat.TORCHSCRIPT, both, null);
        try (LoadedNetwork network = engine.load(files, ComputeDevice.CPU)) {
            int samples = network.form().segmentSamples();
            float[] mix = FormulaNetworks.segment(2 * samples);
            // when
            float[] stems = network.separate(mix, 1);
            // then
            assertThat(network.form().stems()).containsExactly("drums", "bass", "other", "vocals");
            assertThat(network.form().sampleRateHz()).isEqualTo(44_100);
            assertSound(stems, 4 * mix.length);
            assertThat(PrecisionTrial.agreementDb(mix, sumOfStems(stems, mix.length)))
                    .isGreaterThan(PARITY_DB);
        }
    }

    private static float[] sumOfStems(float[] stems, int stemLength) {
        float[] sum = new float[stemLength];
        for (int i = 0; i < stems.length; i++) {
            sum[i % stemLength] += stems[i];
        }
        return sum;
    }

    private static void assertSound(float[] stems, int length) {
        assertThat(stems).hasSize(length);
        double power = 0;
        for (float sample : stems) {
            power += (double) sample * sample / length;
        }
        assertThat(power).isFinite().isPositive();
    }

    private float[] separated(NetworkFiles files) throws Exception {
        try (LoadedNetwork network = engine.load(files, ComputeDevice.CPU)) {
            NetworkForm form = network.form();
            return network.separate(FormulaNetworks.segment(form.channels() * form.segmentSamples()), 1);
        }
    }

    private Path file(String resource) throws IOException {
        try (InputStream in = CheckpointFilesTest.class.getResourceAsStream(resource)) {
            Path file = dir.resolve(Path.of(resource).getFileName().toString());
            return Files.write(file, Objects.requireNonNull(in, resource).readAllBytes());
        }
    }
}
