package io.melolog.worker.dsp.separation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against PyTorch: {@code training/separator/golden.py} makes the weights and the answers. */
class MaskNetworkTest {
    private static final String TINY_SHA256 = "b99d79b17b05e317551679e077a684e924739cb77075122398f18773629fec23";
    private static final int FRAMES = 90;
    private static final int EVERY = 9;

    @Test
    void shouldAnswerAsPyTorchDoes() throws IOException {
        // given
        List<float[]> masks = new ArrayList<>();
        MaskNetwork network = new MaskNetwork(tiny(), row -> masks.add(row.clone()));

        // when
        for (int t = 0; t < FRAMES; t++) {
            network.push(input(t));
        }
        network.end();

        // then
        assertThat(masks).hasSize(FRAMES);
        try (DataInputStream golden = new DataInputStream(resource("tiny-masknet.golden"))) {
            for (int t = 0; t < FRAMES; t += EVERY) {
                for (int i = 0; i < SpectralBands.FEATURES; i++) {
                    assertThat(masks.get(t)[i])
                            .as("frame %d, mask %d", t, i)
                            .isCloseTo(golden.readFloat(), within(2e-5f));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 32, 33, 68, 70})
    void shouldAnswerEveryFrameOfShortRecordings(int frames) throws IOException {
        // given
        List<float[]> masks = new ArrayList<>();
        MaskNetwork network = new MaskNetwork(tiny(), row -> masks.add(row.clone()));

        // when
        for (int t = 0; t < frames; t++) {
            network.push(input(t));
        }
        network.end();

        // then
        assertThat(masks).hasSize(frames).allSatisfy(row -> {
            for (float mask : row) {
                assertThat(mask).isBetween(0f, 1f);
            }
        });
    }

    @Test
    void shouldAnswerFramesNoLaterThanItsDelayAndABlock() throws IOException {
        // given
        List<float[]> masks = new ArrayList<>();
        MaskNetwork network = new MaskNetwork(tiny(), row -> masks.add(row.clone()));
        int late = network.delayFrames() + TemporalBlock.MAX_FRAMES;

        // when, then
        for (int t = 0; t < 400; t++) {
            network.push(input(t));
            assertThat(masks.size()).isGreaterThan(t - late);
        }
    }

    @Test
    void shouldRefuseDamagedWeights() throws IOException {
        // given
        byte[] good = resource("tiny-masknet.bin").readAllBytes();
        byte[] flipped = good.clone();
        flipped[5000] ^= 1;
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        byte[] huge = good.clone();
        huge[12] = 0x7f;

        // when, then
        for (byte[] bad : List.of(flipped, longer, huge, Arrays.copyOf(good, 3000), new byte[0])) {
            assertThatIOException().isThrownBy(() -> MaskWeights.read(new ByteArrayInputStream(bad), TINY_SHA256));
        }
    }

    private static float[] input(int t) {
        float[] row = new float[SpectralBands.FEATURES];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (3 * Math.sin(0.37 * t + 0.011 * Math.pow(i, 1.5)));
        }
        return row;
    }

    private static MaskWeights tiny() throws IOException {
        try (InputStream in = resource("tiny-masknet.bin")) {
            return MaskWeights.read(in, TINY_SHA256);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(MaskNetworkTest.class.getResourceAsStream("/separation/" + name), name);
    }
}
