package io.melolog.worker.neural.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.neural.checkpoint.Checkpoint.Fraction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files are PyTorch's own: {@code benchmarks/htdemucs_checkpoint.py} wrote them. */
class CheckpointReaderTest extends CheckpointFilesBase {
    @Test
    void shouldReadTensorsOfAllTypesAndLayouts() throws Exception {
        // when
        Checkpoint checkpoint = CheckpointReader.read(file(resource("layouts.th")));
        // then
        List<Float> values = new ArrayList<>();
        checkpoint.state().values().forEach(tensor -> {
            for (float value : tensor.values()) {
                values.add(value);
            }
        });
        ByteBuffer expected = ByteBuffer.wrap(resource("layouts.f32")).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(values).hasSize(expected.capacity() / Float.BYTES).allSatisfy(value -> assertThat(value)
                .isEqualTo(expected.getFloat()));
        assertThat(checkpoint.state().keySet()).startsWith("contiguous", "transposed", "permuted", "part");
        assertThat(checkpoint.state().get("transposed").shape()).containsExactly(6, 4);
        assertThat(checkpoint.state().get("permuted").shape()).containsExactly(4, 2, 3);
        assertThat(checkpoint.state().get("scalar").shape()).isEmpty();
        assertThat(checkpoint.state().get("empty").shape()).containsExactly(0, 3);
    }

    @Test
    void shouldReadArgumentsAsPlainValues() throws Exception {
        // when
        Checkpoint checkpoint = CheckpointReader.read(file(resource("layouts.th")));
        // then
        assertThat(checkpoint.networkClass()).isEqualTo("demucs.htdemucs.HTDemucs");
        assertThat(checkpoint.arguments())
                .containsEntry("sources", List.of("drums", "bass", "other", "vocals"))
                .containsEntry("texts", List.of("a", "b"))
                .containsEntry("pair", Arrays.asList(1L, null))
                .containsEntry("nested", Map.of("x", List.of(true, -0.5, List.of())))
                .containsEntry("ratio", new Fraction(-39, 5));
    }

    /** Official checkpoints have some among the settings of their training. */
    @Test
    void shouldReadNumbersOfNumPy() throws Exception {
        // when
        Checkpoint checkpoint = CheckpointReader.read(file(resource("numpy.th")));
        // then
        assertThat(checkpoint.arguments())
                .containsEntry("real", 0.1)
                .containsEntry("single", 0.5)
                .containsEntry("whole", -3L)
                .containsEntry("short", 7L)
                .containsEntry("flag", true);
    }

    @Test
    void shouldReadTheWeightsThatTheFormulaGives() throws Exception {
        // when
        Checkpoint checkpoint = CheckpointReader.read(file(resource("small.th")));
        // then
        List<String> shapes = new String(resource("small.shapes")).lines().toList();
        assertThat(checkpoint.state().entrySet().stream()
                        .map(entry -> line(entry.getKey(), entry.getValue()))
                        .toList())
                .isEqualTo(shapes);
        assertThat(checkpoint.arguments())
                .containsEntry("channels", 8L)
                .containsEntry("segment", new Fraction(1, 4))
                .containsEntry("sources", List.of("drums", "bass", "other", "vocals"));
    }

    @Test
    void shouldReadHalfPrecision() throws Exception {
        // when
        Checkpoint checkpoint = CheckpointReader.read(file(resource("demo.th")));
        // then
        assertThat(checkpoint.arguments())
                .containsEntry("segment", new Fraction(3, 2))
                .containsEntry("t_hidden_scale", 2.0);
        float[] values = checkpoint.state().get("encoder.1.conv.weight").values();
        double power = 0;
        for (float value : values) {
            power += (double) value * value / values.length;
        }
        // The script's weights are uniform within sqrt(3 / (channels * kernel)).
        assertThat(power).isCloseTo(1.0 / (4 * 8), within(0.01));
    }

    @Test
    void shouldGiveTheOutlineWithoutTheWeights() throws Exception {
        // given
        byte[] content = resource("small.th");
        // when
        CheckpointOutline outline = CheckpointReader.outline(file(content));
        // then
        Checkpoint whole = CheckpointReader.read(file(content));
        assertThat(outline.networkClass()).isEqualTo(whole.networkClass());
        assertThat(outline.arguments()).isEqualTo(whole.arguments());
        assertThat(outline.state().keySet())
                .containsExactlyElementsOf(whole.state().keySet());
    }

    @Test
    void shouldReadFilesWhoseNamesAreThoseOfTheirParts() throws Exception {
        // given
        byte[] pickle = Operations.network("", "", "");
        TestArchive archive = new TestArchive().with("data/data.pkl", pickle).with("data/data/0", new byte[16]);
        // when
        Checkpoint checkpoint = CheckpointReader.read(archive.write(dir.resolve("data.th")));
        // then
        assertThat(checkpoint.state().get("weight").values()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void shouldIgnoreWhatTrainingLeftBehind() throws Exception {
        // given
        String deep = "]".repeat(50_000) + "a".repeat(49_999);
        String cycle = "]q\u0007h\u0007a";
        byte[] pickle = Operations.network(
                "",
                "",
                Operations.text("deep") + deep + Operations.text("cycle") + cycle + Operations.text("none") + "N");
        // when, then
        assertThat(outcome(TestArchive.of(pickle).bytes())).isEmpty();
    }

    private static String line(String name, CheckpointTensor tensor) {
        StringBuilder line = new StringBuilder(name);
        for (long size : tensor.shape()) {
            line.append(' ').append(size);
        }
        return line.toString();
    }

    @Test
    void shouldReadSharedStoragesInAnyOrder() throws Exception {
        // given
        String other = Operations.storage("FloatStorage", "1", 1);
        StringBuilder state = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            String key = i % 2 == 0 ? other : Operations.STORAGE;
            state.append(Operations.text("t" + i)).append(Operations.tensor(key, 0, "(t", "(t"));
        }
        byte[] one = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .array();
        // when
        Checkpoint checkpoint = CheckpointReader.read(TestArchive.of(Operations.network("", state.toString(), ""))
                .with("net/data/1", one)
                .write(dir.resolve("net.th")));
        // then
        assertThat(checkpoint.state().keySet()).containsExactly("weight", "t0", "t1", "t2", "t3");
        assertThat(checkpoint.state().get("t2").values()).containsExactly(1);
        assertThat(checkpoint.state().get("t3").values()).containsExactly(0);
    }
}
