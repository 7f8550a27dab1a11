package io.melolog.worker.neural.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.neural.engine.NetworkForm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes out of a separation; see SegmentFlowTest for how it goes about it. */
class SegmentedSeparationTest {
    private static final int RATE_HZ = 8000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "1", "2", "3", "74", "75", "76", "99", "100", "101", "149", "150", "151", "174", "175", "176", "200", "225",
        "1000", "12345"
    })
    void shouldComputeWhatDemucsComputes(int frames) throws Exception {
        // given: segments of 100 samples, one every 75
        float[][] mix = Songs.noise(2, frames, frames);

        // when, then
        assertAgreesWithReference(mix, 100, new int[0]);
    }

    @ParameterizedTest
    @CsvSource({"1", "60", "100", "4000", "4001", "9999"})
    void shouldAverageShiftsAsDemucsDoes(int frames) throws Exception {
        // given: up to 4000 samples of silence in front
        float[][] mix = Songs.noise(2, frames, frames);

        // when, then
        assertAgreesWithReference(mix, 100, new int[] {1234});
        assertAgreesWithReference(mix, 1001, new int[] {0, 4000, 1234, 1234, 77});
        assertAgreesWithReference(mix, 7000, new int[] {3999, 1});
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldComputeWhatDemucsComputesForAnyLengths(long seed) throws Exception {
        // given
        Random random = new Random(seed);
        float[][] mix = Songs.noise(2, 1 + random.nextInt(6000), seed);
        int[] offsets = random.ints(random.nextInt(4), 0, RATE_HZ / 2 + 1).toArray();

        // when, then
        assertAgreesWithReference(mix, 4 + random.nextInt(3000), offsets);
    }

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    private void assertAgreesWithReference(float[][] mix, int segmentSamples, int[] offsets) throws Exception {
        NetworkForm form = form(2, segmentSamples, 2);
        var network = Songs.crooked(2, segmentSamples);
        var separation = new SegmentedSeparation(
                form, Songs.now(network), Arrays.stream(offsets).boxed().toList(), 3);
        double[][][] expected = new ApplyReference(segmentSamples, 2, network).separate(mix, RATE_HZ, offsets);
        float[][][] got = Songs.separate(separation, form, folder, mix, RATE_HZ);
        for (int stem = 0; stem < 2; stem++) {
            for (int channel = 0; channel < 2; channel++) {
                assertThat(got[stem][channel]).hasSize(mix[0].length);
                assertThat(Songs.snrDb(expected[stem][channel], got[stem][channel]))
                        .isGreaterThan(120);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "1, 2", "2, 1"})
    void shouldGiveTheMixTimesItsGainWhateverTheSegmentsAndChannels(int channels, int networkChannels)
            throws Exception {
        for (int segmentSamples : new int[] {7, 1000, 1024, 40_001}) {
            // given
            NetworkForm form = form(networkChannels, segmentSamples, 3);
            float[][] mix = Songs.tones(channels, 20_011, RATE_HZ, RATE_HZ / 2.0, segmentSamples);
            removeMean(mix);
            var options = new SegmentOptions(segmentSamples % 3, 5, 4);
            var separation = new SegmentedSeparation(form, Songs.now(Songs.gains(1, -0.5, 0.01)), options);

            // when
            float[][][] got = Songs.separate(separation, form, folder, mix, RATE_HZ);

            // then
            for (int channel = 0; channel < channels; channel++) {
                assertThat(Songs.snrDb(Songs.scaled(mix[channel], 1), got[0][channel]))
                        .isGreaterThan(120);
                assertThat(Songs.snrDb(Songs.scaled(mix[channel], -0.5), got[1][channel]))
                        .isGreaterThan(120);
                assertThat(Songs.snrDb(Songs.scaled(mix[channel], 0.01), got[2][channel]))
                        .isGreaterThan(120);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"48000, 1", "48000, 2", "22050, 2", "8000, 1", "96000, 2", "192000, 1", "44099, 2", "11025, 1"})
    void shouldKeepRateAndLengthOfTheRecording(int rateHz, int channels) throws Exception {
        // given
        NetworkForm form = new NetworkForm(44_100, 2, 20_000, List.of("vocals", "rest"));
        float[][] mix = Songs.tones(channels, rateHz + 17, rateHz, Math.min(rateHz, 44_100) / 2.0, rateHz);
        removeMean(mix);
        var separation = new SegmentedSeparation(form, Songs.now(Songs.gains(1, 0.25)), new SegmentOptions(2, 3, 2));

        // when
        float[][][] got = Songs.separate(separation, form, folder, mix, rateHz);

        // then
        for (int channel = 0; channel < channels; channel++) {
            assertThat(got[0][channel]).hasSameSizeAs(mix[channel]);
            assertThat(Songs.snrDb(Songs.scaled(mix[channel], 1), got[0][channel]))
                    .isGreaterThan(95);
            assertThat(Songs.snrDb(Songs.scaled(mix[channel], 0.25), got[1][channel]))
                    .isGreaterThan(95);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "100", "7999"})
    void shouldKeepTheLengthOfShortRecordingsAtAnyRate(int frames) throws Exception {
        for (int rateHz : new int[] {8000, 44_100, 48_000, 192_000}) {
            // given
            NetworkForm form = form(2, 500, 2);
            float[][] mix = Songs.noise(2, frames, 3);
            var separation = new SegmentedSeparation(form, Songs.now(Songs.gains(1, 0)), new SegmentOptions(1, 3, 2));

            // when
            float[][][] got = Songs.separate(separation, form, folder, mix, rateHz);

            // then
            assertThat(got[0][0]).hasSize(frames);
            assertThat(got[1][1]).hasSize(frames);
        }
    }

    @Test
    void shouldKeepSilenceSilent() throws Exception {
        // given
        NetworkForm form = form(2, 500, 2);
        var separation = new SegmentedSeparation(form, Songs.now(Songs.gains(1, 2)), new SegmentOptions(2, 3, 2));

        // when
        float[][][] got = Songs.separate(separation, form, folder, new float[2][3000], RATE_HZ);

        // then
        assertThat(got[0][0]).containsOnly(0).hasSize(3000);
        assertThat(got[1][1]).containsOnly(0).hasSize(3000);
    }

    @Test
    void shouldTakeWhatIsNoNumberForSilence() throws Exception {
        // given
        float[][] mix = Songs.tones(2, 3000, RATE_HZ, 4000, 1);
        float[][] broken = {mix[0].clone(), mix[1].clone()};
        float[] nonsense = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (int i = 0; i < nonsense.length; i++) {
            mix[0][1000 + i] = 0;
            broken[0][1000 + i] = nonsense[i];
        }
        NetworkForm form = form(2, 500, 2);
        var separation = new SegmentedSeparation(form, Songs.now(Songs.crooked(2, 500)), new SegmentOptions(0, 0, 2));

        // when, then
        assertThat(Songs.separate(separation, form, folder, broken, RATE_HZ))
                .isDeepEqualTo(Songs.separate(separation, form, folder, mix, RATE_HZ));
    }

    @Test
    void shouldNotDependOnLoudness() throws Exception {
        // given: a network that does
        float[][] loud = Songs.noise(1, 5000, 1);
        float[][] quiet = new float[1][5000];
        for (int i = 0; i < 5000; i++) {
            quiet[0][i] = loud[0][i] / 1000;
        }
        NetworkForm form = form(1, 500, 2);
        var separation = new SegmentedSeparation(form, Songs.now(Songs.crooked(1, 500)), new SegmentOptions(0, 0, 2));

        // when
        float[][][] fromLoud = Songs.separate(separation, form, folder, loud, RATE_HZ);
        float[][][] fromQuiet = Songs.separate(separation, form, folder, quiet, RATE_HZ);

        // then
        for (int i = 0; i < 5000; i++) {
            assertThat(fromQuiet[1][0][i] * 1000).isCloseTo(fromLoud[1][0][i], within(1e-4f));
        }
    }

    @Test
    void shouldShiftAsTheSeedSays() throws Exception {
        // given
        float[][] mix = Songs.noise(1, 5000, 1);

        // when, then
        assertThat(shifted(mix, 2, 7)).isEqualTo(shifted(mix, 2, 7)).isNotEqualTo(shifted(mix, 2, 8));
        assertThat(shifted(mix, 0, 7)).isEqualTo(shifted(mix, 0, 8)).isNotEqualTo(shifted(mix, 1, 8));
        Random random = new Random(7);
        assertThat(SegmentPlan.randomOffsets(3, 7, RATE_HZ))
                .containsExactly(random.nextInt(4001), random.nextInt(4001), random.nextInt(4001));
    }

    private float[] shifted(float[][] mix, int shifts, long seed) throws Exception {
        NetworkForm form = form(1, 500, 2);
        var separation =
                new SegmentedSeparation(form, Songs.now(Songs.crooked(1, 500)), new SegmentOptions(shifts, seed, 2));
        return Songs.separate(separation, form, folder, mix, RATE_HZ)[0][0];
    }

    static NetworkForm form(int channels, int segmentSamples, int stems) {
        List<String> names = List.of("vocals", "drums", "bass").subList(0, stems);
        return new NetworkForm(RATE_HZ, channels, segmentSamples, names);
    }

    private static void removeMean(float[][] mix) {
        double sum = 0;
        for (float[] plane : mix) {
            for (float sample : plane) {
                sum += sample;
            }
        }
        float mean = (float) (sum / mix.length / mix[0].length);
        for (float[] plane : mix) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] -= mean;
            }
        }
    }
}
