package io.melolog.worker.neural.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every engine holds, for those who use it. */
public abstract class NetworkEngineContract {
    /** What an engine may add up in another order. Relative to the loudest sample. */
    private static final float TOLERANCE = 1e-4f;

    protected abstract NetworkEngine engine();

    /** A small model that the engine can load. */
    protected abstract NetworkFiles model();

    /** Files that are not that model. */
    protected abstract NetworkFiles brokenModel();

    /** The device that the other tests use. */
    protected ComputeDevice device() {
        return ComputeDevice.CPU;
    }

    @Test
    void shouldNameGpusInTheirOrderAndTheCpuLast() {
        var devices = engine().devices();
        for (int gpu = 0; gpu < devices.size() - 1; gpu++) {
            assertThat(devices.get(gpu)).isEqualTo(new ComputeDevice(gpu));
        }
        assertThat(devices.getLast()).isEqualTo(ComputeDevice.CPU);
    }

    @Test
    void shouldSayWhatTheNetworkTakesAndGives() throws Exception {
        try (LoadedNetwork network = engine().load(model(), device())) {
            NetworkForm form = network.form();
            assertThat(form.channels()).isBetween(1, 2);
            assertThat(form.sampleRateHz()).isPositive();
            assertThat(form.segmentSamples()).isPositive();
            assertThat(form.stems()).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldGiveEveryStemOfEverySegment() throws Exception {
        try (LoadedNetwork network = engine().load(model(), device())) {
            for (int batch = 1; batch <= 3; batch++) {
                float[] mixes = noise(network.form(), batch, batch);
                float[] stems = network.separate(mixes, batch);
                assertThat(stems).hasSize(mixes.length * network.form().stems().size());
                for (float sample : stems) {
                    assertThat(sample).isFinite();
                }
            }
        }
    }

    @Test
    void shouldComputeSegmentsTogetherAsItDoesAlone() throws Exception {
        try (LoadedNetwork network = engine().load(model(), device())) {
            // given: one segment much louder than the other
            float[] first = noise(network.form(), 1, 1);
            float[] second = noise(network.form(), 1, 2);
            for (int i = 0; i < second.length; i++) {
                second[i] *= 20;
            }
            float[] both = Arrays.copyOf(first, 2 * first.length);
            System.arraycopy(second, 0, both, first.length, second.length);

            // when
            float[] together = network.separate(both, 2);

            // then
            int samples = together.length / 2;
            assertClose(Arrays.copyOfRange(together, 0, samples), network.separate(first, 1));
            assertClose(Arrays.copyOfRange(together, samples, 2 * samples), network.separate(second, 1));
        }
    }

    @Test
    void shouldGiveTheSameEveryTimeAndLeaveItsInputAlone() throws Exception {
        try (LoadedNetwork network = engine().load(model(), device())) {
            // given
            float[] mix = noise(network.form(), 1, 4);
            float[] copy = mix.clone();

            // when, then
            assertClose(network.separate(mix, 1), network.separate(mix, 1));
            assertThat(mix).isEqualTo(copy);
        }
    }

    @Test
    void shouldAcceptSilence() throws Exception {
        try (LoadedNetwork network = engine().load(model(), device())) {
            NetworkForm form = network.form();
            for (float sample : network.separate(new float[form.channels() * form.segmentSamples()], 1)) {
                assertThat(sample).isFinite();
            }
        }
    }

    @Test
    void shouldKeepLoadedNetworksApart() throws Exception {
        try (LoadedNetwork kept = engine().load(model(), device())) {
            // given
            float[] mix = noise(kept.form(), 1, 5);
            float[] before = kept.separate(mix, 1);

            // when
            engine().load(model(), device()).close();
            engine().releaseMemory(device());

            // then
            assertClose(kept.separate(mix, 1), before);
        }
    }

    @Test
    void shouldAllowToCloseTwice() throws Exception {
        LoadedNetwork network = engine().load(model(), device());
        network.close();
        network.close();
        engine().releaseMemory(device());
    }

    @Test
    void shouldRefuseFilesThatAreNotTheModelWithoutNamingThePath() {
        assertThatThrownBy(() -> engine().load(brokenModel(), device()).close())
                .isInstanceOf(ModelFormatException.class)
                .message()
                .isNotBlank()
                .doesNotContain(brokenModel().files().stream()
                        .map(Path::getParent)
                        .map(String::valueOf)
                        .toList());
    }

    private static void assertClose(float[] got, float[] expected) {
        assertThat(got).hasSameSizeAs(expected);
        float loudest = 1e-3f;
        for (float sample : expected) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).isCloseTo(expected[i], within(TOLERANCE * loudest));
        }
    }

    private static float[] noise(NetworkForm form, int batch, long seed) {
        Random random = new Random(seed);
        float[] noise = new float[batch * form.channels() * form.segmentSamples()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian() / 10;
        }
        return noise;
    }
}
