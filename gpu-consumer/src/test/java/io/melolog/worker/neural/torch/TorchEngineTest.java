package io.melolog.worker.neural.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.neural.checkpoint.Checkpoint;
import io.melolog.worker.neural.checkpoint.CheckpointTensor;
import io.melolog.worker.neural.engine.ComputeDevice;
import io.melolog.worker.neural.engine.EngineException;
import io.melolog.worker.neural.engine.LoadedNetwork;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.neural.engine.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchEngineTest extends TorchTest {
    private static final NetworkForm TWO_STEMS = new NetworkForm(8000, 2, 100, List.of("vocals", "rest"));
    private static final int STEM = 2 * 2000;

    @TempDir
    Path folder;

    private final FakeReaders readers = new FakeReaders();
    private final TorchEngine engine = new TorchEngine(readers, Precision.AUTO);

    @Test
    void shouldOfferTheCpuLast() {
        // when
        List<ComputeDevice> devices = engine.devices();
        // then
        assertThat(devices).last().isEqualTo(ComputeDevice.CPU);
        assertThat(devices).filteredOn(ComputeDevice::isGpu).hasSize(devices.size() - 1);
    }

    @Test
    void shouldSeparateWithOneCheckpoint() throws Exception {
        // given
        try (LoadedNetwork network = engine.load(checkpoints(null, "plain"), ComputeDevice.CPU)) {
            // when
            float[] stems = network.separate(FormulaNetworks.segment(STEM), 1);
            // then
            assertThat(network.form().stems()).containsExactly("drums", "bass", "other", "vocals");
            assertThat(PrecisionTrial.agreementDb(FormulaNetworks.committedStems("small"), stems))
                    .isGreaterThan(100);
        }
    }

    /** Checkpoints in the official format, from the file to the stems. */
    @ParameterizedTest
    @ValueSource(strings = {"small", "six"})
    void shouldGiveTheReferencesStemsOfItsCheckpoints(String name) throws Exception {
        // given
        NetworkFiles files =
                new NetworkFiles(ModelFormat.HTDEMUCS, List.of(resource("/htdemucs/" + name + ".th")), null);
        try (LoadedNetwork network = TorchEngine.create(Precision.AUTO).load(files, ComputeDevice.CPU)) {
            // when
            NetworkForm form = network.form();
            float[] stems = network.separate(FormulaNetworks.segment(form.channels() * form.segmentSamples()), 1);
            // then
            assertThat(PrecisionTrial.agreementDb(FormulaNetworks.committedStems(name), stems))
                    .isGreaterThan(100);
        }
    }

    @Test
    void shouldTakeEachStemFromTheNetworkThatWasTunedForIt() throws Exception {
        // given
        List<List<Double>> oneHot = List.of(List.of(1.0, 0.0, 1.0, 0.0), List.of(0.0, 1.0, 0.0, 1.0));
        // when
        float[] bag = separated(checkpoints(oneHot, "plain", "softer"));
        // then
        float[] plain = separated(checkpoints(null, "plain"));
        float[] softer = separated(checkpoints(null, "softer"));
        for (int stem = 0; stem < 4; stem++) {
            float[] expected = stem % 2 == 0 ? plain : softer;
            assertThat(Arrays.copyOfRange(bag, stem * STEM, (stem + 1) * STEM))
                    .containsExactly(Arrays.copyOfRange(expected, stem * STEM, (stem + 1) * STEM), within(1e-6f));
        }
    }

    @Test
    void shouldTakeTheMeanWhenAllNetworksCountAlike() throws Exception {
        // when
        float[] bag = separated(checkpoints(null, "plain", "softer"));
        // then
        float[] plain = separated(checkpoints(null, "plain"));
        float[] softer = separated(checkpoints(null, "softer"));
        float[] mean = new float[bag.length];
        for (int sample = 0; sample < mean.length; sample++) {
            mean[sample] = (plain[sample] + softer[sample]) / 2;
        }
        assertThat(bag).containsExactly(mean, within(1e-6f));
    }

    @Test
    void shouldNotReadNetworksThatHaveNoSay() throws Exception {
        // given
        List<List<Double>> rows = List.of(List.of(1.0, 2.0, 1.0, 0.5), List.of(0.0, 0.0, 0.0, 0.0));
        // when
        separated(checkpoints(rows, "plain", "softer"));
        // then
        assertThat(readers.read).containsExactly("plain");
    }

    @Test
    void shouldRefuseBagsWhoseWeightsDoNotFit() {
        assertRefused(checkpoints(List.of(List.of(1.0, 1.0, 1.0, 1.0)), "plain", "softer"), "2 networks");
        assertRefused(checkpoints(List.of(List.of(1.0, 1.0)), "plain"), "4 numbers");
        assertRefused(checkpoints(List.of(List.of(1.0, 1.0, 0.0, 1.0)), "plain"), "stem number 3");
        assertRefused(checkpoints(List.of(List.of(0.0, 0.0, 0.0, 0.0)), "plain"), "zero");
    }

    @Test
    void shouldRefuseBagsOfDifferentNetworks() {
        assertRefused(checkpoints(null, "plain", "six"), "differ");
    }

    @Test
    void shouldRunTorchScriptModules() throws Exception {
        // given
        readers.description = TWO_STEMS;
        float[] mix = FormulaNetworks.segment(2 * 2 * 100);
        try (LoadedNetwork network = engine.load(script("shares.pt"), ComputeDevice.CPU)) {
            // when
            float[] stems = network.separate(mix, 2);
            // then
            assertThat(stems).hasSize(2 * mix.length);
            assertThat(stems[250]).isCloseTo(0.75f * mix[50], within(1e-7f));
            assertThat(stems[400 + 150]).isCloseTo(0.25f * mix[200 + 150], within(1e-7f));
        }
    }

    @Test
    void shouldRefuseModulesOfAnotherShapeThanDescribed() throws Exception {
        // given
        readers.description = TWO_STEMS;
        // when, then
        assertRefused(script("unchanged.pt"), "1 x 2 x 100", "1 x 2 x 2 x 100");
        readers.description = new NetworkForm(8000, 2, 100, List.of("vocals", "drums", "rest"));
        assertRefused(script("shares.pt"), "1 x 2 x 2 x 100", "1 x 3 x 2 x 100");
    }

    @Test
    void shouldRefuseModulesThatFailOnSilence() throws Exception {
        // given
        readers.description = TWO_STEMS;
        // when, then
        assertRefused(script("fixed.pt"), "fails on one segment of silence");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 300, 1200})
    void shouldRefuseModulesThatAreCutShort(int bytes) throws Exception {
        // given
        readers.description = TWO_STEMS;
        NetworkFiles files = script("shares.pt");
        Path module = files.files().getFirst();
        Files.write(module, Arrays.copyOf(Files.readAllBytes(module), bytes));
        // when, then
        assertRefused(files, "not a TorchScript module");
    }

    @Test
    void shouldStayUsableAfterAFailure() throws Exception {
        // given
        float[] loud = new float[2 * 2 * 7];
        loud[20] = 1;
        readers.description = new NetworkForm(8000, 2, 7, List.of("vocals", "rest"));
        try (LoadedNetwork network = engine.load(script("fixed.pt"), ComputeDevice.CPU)) {
            // when
            assertThatThrownBy(() -> network.separate(loud, 2))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("cpu");
            // then
            assertThat(network.separate(new float[2 * 7], 1)).hasSize(2 * 2 * 7);
        }
    }

    @Test
    void shouldReleaseMemoryOfTheCpuWithoutAWord() {
        engine.releaseMemory(ComputeDevice.CPU);
    }

    private float[] separated(NetworkFiles files) throws Exception {
        try (LoadedNetwork network = engine.load(files, ComputeDevice.CPU)) {
            return network.separate(FormulaNetworks.segment(STEM), 1);
        }
    }

    private void assertRefused(NetworkFiles files, String... words) {
        assertThatThrownBy(() -> engine.load(files, ComputeDevice.CPU))
                .isInstanceOf(ModelFormatException.class)
                .message()
                .contains(words)
                .doesNotContain(folder.toString());
    }

    private static NetworkFiles checkpoints(List<List<Double>> weights, String... names) {
        return new NetworkFiles(
                ModelFormat.HTDEMUCS, Arrays.stream(names).map(Path::of).toList(), weights);
    }

    private Path resource(String name) throws IOException {
        try (InputStream stream = TorchEngineTest.class.getResourceAsStream(name)) {
            return Files.write(folder.resolve("file"), stream.readAllBytes());
        }
    }

    private NetworkFiles script(String name) throws IOException {
        Path module = resource("/torchscript/" + name);
        Path description = Files.writeString(folder.resolve("description"), "{}");
        return new NetworkFiles(ModelFormat.TORCHSCRIPT, List.of(module, description), null);
    }

    /** Stands for the readers of files, which have tests of their own. */
    private static final class FakeReaders implements TorchEngine.Readers {
        private final List<String> read = new ArrayList<>();
        private NetworkForm description = TWO_STEMS;

        @Override
        public Checkpoint checkpoint(Path file) {
            String name = file.toString();
            read.add(name);
            try {
                return switch (name) {
                    case "softer" -> softer(FormulaNetworks.committed("small"));
                    case "six" -> FormulaNetworks.committed("six");
                    default -> FormulaNetworks.committed("small");
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public NetworkForm description(Path file) {
            return description;
        }

        private static Checkpoint softer(Checkpoint checkpoint) {
            Map<String, CheckpointTensor> state = new LinkedHashMap<>(checkpoint.state());
            float[] values = state.get("decoder.1.conv_tr.weight").values().clone();
            for (int index = 0; index < values.length; index++) {
                values[index] *= 0.5f;
            }
            state.computeIfPresent(
                    "decoder.1.conv_tr.weight", (name, old) -> new CheckpointTensor(old.shape(), values));
            return new Checkpoint(checkpoint.networkClass(), checkpoint.arguments(), state);
        }
    }
}
