package io.melolog.worker.neural.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.melolog.worker.neural.engine.NetworkForm;
import io.melolog.worker.neural.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrecisionTrialTest extends TorchTest {
    private final List<Gain> loaded = new ArrayList<>();

    @Test
    void shouldTakeHalfPrecisionWhereItAgrees() throws Exception {
        // when
        Gain chosen = load(1.001f, Precision.AUTO, true);
        // then
        assertThat(chosen.precision).isEqualTo(DataType.FLOAT16);
        assertThat(loaded).filteredOn(network -> network != chosen).allMatch(network -> network.closed);
    }

    @Test
    void shouldStayInSinglePrecisionWhereHalfDisagrees() throws Exception {
        for (float gain : new float[] {1.01f, Float.NaN, Float.POSITIVE_INFINITY}) {
            // when
            Gain chosen = load(gain, Precision.AUTO, true);
            // then
            assertThat(chosen.precision).isEqualTo(DataType.FLOAT32);
            assertThat(chosen.closed).isFalse();
            assertThat(loaded)
                    .filteredOn(network -> network.precision == DataType.FLOAT16)
                    .allMatch(network -> network.closed);
        }
    }

    @Test
    void shouldStayInSinglePrecisionWhereHalfDoesNotWork() throws Exception {
        // when
        TorchNetwork chosen = PrecisionTrial.load(
                type -> {
                    if (type == DataType.FLOAT16) {
                        throw new ai.djl.engine.EngineException("\"conv\" not implemented for 'Half'");
                    }
                    return new Gain(type, 1);
                },
                Precision.AUTO,
                true,
                manager);
        // then
        assertThat(((Gain) chosen).precision).isEqualTo(DataType.FLOAT32);
    }

    @Test
    void shouldLeaveNothingOnADeviceWithoutRoom() {
        // given
        PrecisionTrial.Loader loader = type -> {
            if (type == DataType.FLOAT16) {
                throw new ai.djl.engine.EngineException("CUDA out of memory");
            }
            Gain network = new Gain(type, 1);
            loaded.add(network);
            return network;
        };
        // when, then
        assertThatThrownBy(() -> PrecisionTrial.load(loader, Precision.AUTO, true, manager))
                .isInstanceOf(ai.djl.engine.EngineException.class);
        assertThat(loaded).allMatch(network -> network.closed);
    }

    @Test
    void shouldFollowASettledChoiceWithoutATrial() throws Exception {
        assertThat(load(2, Precision.HALF, true).precision).isEqualTo(DataType.FLOAT16);
        assertThat(load(1, Precision.FLOAT32, true).precision).isEqualTo(DataType.FLOAT32);
        assertThat(loaded).hasSize(2);
    }

    @Test
    void shouldAlwaysComputeInSinglePrecisionOnTheCpu() throws Exception {
        for (Precision choice : Precision.values()) {
            assertThat(load(1, choice, false).precision).isEqualTo(DataType.FLOAT32);
        }
        assertThat(loaded).hasSize(Precision.values().length);
    }

    private Gain load(float halfGain, Precision choice, boolean gpu) throws Exception {
        return (Gain) PrecisionTrial.load(
                type -> {
                    Gain network = new Gain(type, type == DataType.FLOAT16 ? halfGain : 1);
                    loaded.add(network);
                    return network;
                },
                choice,
                gpu,
                manager);
    }

    /** A network of one stem, the mix at another level. */
    private static final class Gain implements TorchNetwork {
        private final DataType precision;
        private final float gain;
        private boolean closed;

        Gain(DataType precision, float gain) {
            this.precision = precision;
            this.gain = gain;
        }

        @Override
        public NetworkForm form() {
            return new NetworkForm(8000, 1, 100, List.of("vocals"));
        }

        @Override
        public NDArray separate(float[] mixes, int batch, NDManager scope) {
            return scope.create(mixes, new Shape(batch, 1, 1, 100)).muli(gain);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
