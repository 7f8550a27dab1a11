package io.melolog.worker.neural.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.melolog.worker.neural.checkpoint.Checkpoint;
import io.melolog.worker.neural.checkpoint.CheckpointTensor;
import io.melolog.worker.neural.engine.ModelFormatException;
import io.melolog.worker.neural.engine.NetworkForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtDemucsTest extends TorchTest {
    private static final double PARITY_DB = 100;

    @ParameterizedTest
    @ValueSource(strings = {"small", "six"})
    void shouldAgreeWithTheReferenceImplementation(String name) throws Exception {
        // given
        HtDemucs network = HtDemucs.read(FormulaNetworks.committed(name), manager, DataType.FLOAT32);
        // when
        float[] stems = separate(network, segment(network.form()), 1);
        // then
        assertThat(PrecisionTrial.agreementDb(FormulaNetworks.committedStems(name), stems))
                .isGreaterThan(PARITY_DB);
    }

    /** The official size; the golden comes from {@code benchmarks/htdemucs_reference.py golden true FOLDER}. */
    @Test
    void shouldAgreeWithTheReferenceImplementationAtTheOfficialSize() throws Exception {
        // given
        String folder = System.getProperty("melolog.htdemucs.golden", "");
        Assumptions.assumeFalse(folder.isEmpty(), "-Dmelolog.htdemucs.golden=FOLDER");
        HtDemucs network = HtDemucs.read(FormulaNetworks.written("true", Path.of(folder)), manager, DataType.FLOAT32);
        // when
        float[] stems = separate(network, segment(network.form()), 1);
        // then
        double agreementDb = PrecisionTrial.agreementDb(FormulaNetworks.writtenStems("true", Path.of(folder)), stems);
        System.out.printf("HTDemucs of the official size: %.1f dB%n", agreementDb);
        assertThat(agreementDb).isGreaterThan(PARITY_DB);
    }

    @Test
    void shouldSeparateEachSegmentOfABatchAsIfAlone() throws Exception {
        // given
        HtDemucs network = HtDemucs.read(FormulaNetworks.committed("small"), manager, DataType.FLOAT32);
        float[] first = segment(network.form());
        float[] second = first.clone();
        for (int sample = 0; sample < second.length; sample++) {
            second[sample] = 0.1f * second[sample] + 0.2f * (float) Math.sin(0.1 * sample);
        }
        float[] both = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        // when
        float[] together = separate(network, both, 2);
        // then
        float[] alone = separate(network, second, 1);
        float[] itsPart = Arrays.copyOfRange(together, alone.length, 2 * alone.length);
        assertThat(PrecisionTrial.agreementDb(alone, itsPart)).isGreaterThan(PARITY_DB);
    }

    @Test
    void shouldSeparateSilenceIntoFiniteStems() throws Exception {
        // given
        HtDemucs network = HtDemucs.read(FormulaNetworks.committed("small"), manager, DataType.FLOAT32);
        // when
        float[] stems = separate(network, new float[2 * 2000], 1);
        // then
        for (float sample : stems) {
            assertThat(Float.isFinite(sample)).isTrue();
        }
    }

    @Test
    void shouldStayCloseToItselfInHalfPrecision() throws Exception {
        // given
        HtDemucs half = HtDemucs.read(FormulaNetworks.committed("small"), manager, DataType.FLOAT16);
        // when
        float[] stems = separate(half, segment(half.form()), 1);
        // then
        assertThat(PrecisionTrial.agreementDb(FormulaNetworks.committedStems("small"), stems))
                .isGreaterThan(45);
    }

    @Test
    void shouldHoldNoMoreMemoryAfterManySegments() throws Exception {
        // given
        HtDemucs network = HtDemucs.read(FormulaNetworks.committed("small"), manager, DataType.FLOAT32);
        float[] segment = segment(network.form());
        repeat(network, segment, 10);
        int arrays = manager.getManagedArrays().size();
        long residentBytes = residentBytes();
        // when
        repeat(network, segment, 50);
        // then
        assertThat(manager.getManagedArrays()).hasSize(arrays);
        assertThat(residentBytes() - residentBytes).isLessThan(64 << 20);
    }

    @Test
    void shouldNameAMissingTensor() throws Exception {
        // given
        Checkpoint checkpoint =
                changed(state -> state.remove("crosstransformer.layers_t.1.cross_attn.out_proj.weight"));
        // when, then
        assertRefused(checkpoint, "crosstransformer.layers_t.1.cross_attn.out_proj.weight", "16 x 16");
    }

    @Test
    void shouldNameATensorThatDoesNotBelong() throws Exception {
        // given
        Checkpoint checkpoint = changed(state -> state.put("decoder.7.weight", FormulaNetworks.tensor("x", 2, 2)));
        // when, then
        assertRefused(checkpoint, "decoder.7.weight");
    }

    @Test
    void shouldNameATensorOfTheWrongShape() throws Exception {
        // given
        Checkpoint checkpoint =
                changed(state -> state.put("tencoder.0.conv.weight", FormulaNetworks.tensor("x", 8, 3, 8)));
        // when, then
        assertRefused(checkpoint, "tencoder.0.conv.weight", "8 x 3 x 8", "8 x 2 x 8");
    }

    @Test
    void shouldRefuseOtherNetworks() throws Exception {
        // given
        Checkpoint small = FormulaNetworks.committed("small");
        Checkpoint other = new Checkpoint("demucs.hdemucs.HDemucs", small.arguments(), small.state());
        // when, then
        assertRefused(other, "demucs.hdemucs.HDemucs");
    }

    private static Checkpoint changed(Consumer<Map<String, CheckpointTensor>> change) throws IOException {
        Checkpoint small = FormulaNetworks.committed("small");
        Map<String, CheckpointTensor> state = new LinkedHashMap<>(small.state());
        change.accept(state);
        return new Checkpoint(small.networkClass(), small.arguments(), state);
    }

    private void assertRefused(Checkpoint checkpoint, String... words) {
        assertThatThrownBy(() -> HtDemucs.read(checkpoint, manager, DataType.FLOAT32))
                .isInstanceOf(ModelFormatException.class)
                .message()
                .contains(List.of(words));
    }

    private static float[] segment(NetworkForm form) {
        return FormulaNetworks.segment(form.channels() * form.segmentSamples());
    }

    private float[] separate(HtDemucs network, float[] mixes, int batch) {
        try (NDManager scope = manager.newSubManager()) {
            return network.separate(mixes, batch, scope).toFloatArray();
        }
    }

    private void repeat(HtDemucs network, float[] segment, int times) {
        for (int time = 0; time < times; time++) {
            separate(network, segment, 1);
        }
    }

    private static long residentBytes() throws IOException {
        Path statistics = Path.of("/proc/self/statm");
        Assumptions.assumeTrue(Files.exists(statistics));
        return 4096 * Long.parseLong(Files.readString(statistics).split(" ")[1]);
    }
}
