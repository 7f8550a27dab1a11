package io.melolog.worker.dsp.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplerTest {
    @ParameterizedTest
    @CsvSource({
        "44100, 48000",
        "48000, 44100",
        "8000, 44100",
        "44100, 8000",
        "11025, 44100",
        "22050, 44100",
        "32000, 44100",
        "44100, 32000",
        "88200, 44100",
        "96000, 44100",
        "44100, 96000",
        "192000, 44100",
        "44100, 192000",
        "8000, 192000",
        "192000, 8000",
        "44101, 44100",
        "44100, 44099",
        "47999, 44100",
        "192001, 8000"
    })
    void shouldKeepSinesBelowNinetyPercentOfTheLowerNyquistFrequency(int inRateHz, int outRateHz) {
        // given
        double nyquistHz = Math.min(inRateHz, outRateHz) / 2.0;
        for (double share : new double[] {0.01, 0.3, 0.7, 0.9, 0.92}) {
            float[] in = sine(share * nyquistHz, inRateHz, inRateHz / 4);

            // when
            float[] out = resample(in, inRateHz, outRateHz);

            // then: away from the ends, where the sine begins out of silence
            float[] expected = sine(share * nyquistHz, outRateHz, out.length);
            int edge = (int) (200L * outRateHz / Math.min(inRateHz, outRateHz));
            assertThat(snrDb(expected, out, edge))
                    .as("%s of %s Hz", share, nyquistHz)
                    .isGreaterThan(100);
        }
    }

    @ParameterizedTest
    @CsvSource({"48000, 44100", "44100, 8000", "192000, 44100", "96000, 48000", "44101, 22050", "192000, 8000"})
    void shouldStopWhatTheLowerRateCannotHold(int inRateHz, int outRateHz) {
        for (double share : new double[] {1.0, 1.02, 1.1, 1.5, 1.9}) {
            // given
            double frequencyHz = share * outRateHz / 2;
            if (frequencyHz >= inRateHz / 2.0) {
                continue;
            }
            float[] in = sine(frequencyHz, inRateHz, inRateHz / 4);

            // when
            float[] out = resample(in, inRateHz, outRateHz);

            // then
            float[] inner = Arrays.copyOfRange(out, 200, out.length - 200);
            assertThat(10 * Math.log10(energy(inner) / inner.length / 0.5)).isLessThan(-100);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 48000, 1",
        "48000, 44100, 2",
        "8000, 44100, 3",
        "44100, 11025, 4",
        "44101, 44100, 5",
        "7, 44100, 6",
        "44100, 441, 7"
    })
    void shouldAgreeWithItsDefinition(int inRateHz, int outRateHz, long seed) {
        // given
        float[] in = noise(outRateHz > 100 * inRateHz ? 20 : 3000, seed);

        // when
        float[] out = resample(in, inRateHz, outRateHz);

        // then
        float[] expected = ResamplerReference.resample(in, inRateHz, outRateHz);
        assertThat(out).hasSameSizeAs(expected);
        assertThat(snrDb(expected, out, 0)).isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNotDependOnTheBlocks(long seed) {
        // given
        Random random = new Random(seed);
        int[] rates = {8000, 11025, 22050, 44100, 48000, 96000, 44101};
        int inRateHz = rates[random.nextInt(rates.length)];
        int outRateHz = rates[random.nextInt(rates.length)];
        float[] left = noise(random.nextInt(20_000), seed);
        float[] right = noise(left.length, seed + 1000);
        Resampler resampler = new Resampler(inRateHz, outRateHz, 2);
        float[][] got = new float[2][(int) Resampler.outFrames(left.length, inRateHz, outRateHz)];
        int frames = 0;

        // when
        for (int from = 0; from < left.length; ) {
            int count = Math.min(left.length - from, random.nextInt(random.nextBoolean() ? 10 : 9000));
            float[][] in = {Arrays.copyOfRange(left, from, from + count), Arrays.copyOfRange(right, from, from + count)
            };
            float[][] out = new float[2][resampler.mostOutFrames(count)];
            frames += append(got, frames, out, resampler.process(in, count, out));
            from += count;
        }
        float[][] out = new float[2][resampler.mostOutFrames(0)];
        frames += append(got, frames, out, resampler.finish(out));

        // then
        assertThat(frames).isEqualTo(got[0].length);
        assertThat(got[0]).isEqualTo(resample(left, inRateHz, outRateHz));
        assertThat(got[1]).isEqualTo(resample(right, inRateHz, outRateHz));
        assertThat(resampler.finish(out)).isZero();
    }

    static IntStream seeds() {
        return IntStream.range(0, 30);
    }

    @ParameterizedTest
    @CsvSource({"44100, 48000", "48000, 44100", "8000, 48000", "96000, 44100", "44101, 44100"})
    void shouldKeepAnImpulseWhereItIs(int inRateHz, int outRateHz) {
        // given: an impulse at a time that both rates have
        int at = inRateHz / 10;
        float[] in = new float[inRateHz / 5];
        in[at] = 1;
        double expectedAt = (double) at * outRateHz / inRateHz;

        // when
        float[] out = resample(in, inRateHz, outRateHz);

        // then: it peaks there, is as high on both sides, and has the same area
        int peak = (int) Math.round(expectedAt);
        double weighted = 0;
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).isLessThanOrEqualTo(out[peak]);
            weighted += i * (double) out[i];
            sum += out[i];
        }
        assertThat(weighted / sum).isCloseTo(expectedAt, within(1e-3));
        assertThat(sum).isCloseTo((double) outRateHz / inRateHz, within(1e-4 * outRateHz / inRateHz));
    }

    @ParameterizedTest
    @CsvSource({"44100, 48000", "44100, 96000", "48000, 44100", "32000, 44100", "44100, 44101"})
    void shouldComeBackFromAnotherRate(int rateHz, int otherRateHz) {
        // given: noise below 85 % of the lower Nyquist frequency
        double nyquistHz = Math.min(rateHz, otherRateHz) / 2.0;
        float[] in = new float[rateHz / 2 + 17];
        Random random = new Random(3);
        for (int tone = 0; tone < 40; tone++) {
            float[] sine = sine(nyquistHz * 0.85 * random.nextDouble(), rateHz, in.length);
            for (int i = 0; i < in.length; i++) {
                double fade = Math.sin(Math.PI * i / in.length);
                in[i] += (float) (0.05 * fade * fade * sine[i]);
            }
        }

        // when
        float[] back = resample(resample(in, rateHz, otherRateHz), otherRateHz, rateHz);

        // then: as long or longer, and the same
        assertThat(back.length).isBetween(in.length, in.length + 1 + rateHz / otherRateHz);
        assertThat(snrDb(in, back, 0)).isGreaterThan(100);
    }

    @Test
    void shouldCopyWhenTheRatesAreEqual() {
        // given
        float[] in = noise(10_000, 1);

        // when, then
        assertThat(resample(in, 44_100, 44_100)).isEqualTo(in);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 44100, 48000, 0",
        "1, 44100, 48000, 2",
        "1, 48000, 44100, 1",
        "147, 44100, 48000, 160",
        "1, 192000, 8000, 1",
        "25, 192000, 8000, 2"
    })
    void shouldBeAsLongAsTheInputRoundedUp(int frames, int inRateHz, int outRateHz, int expected) {
        assertThat(resample(new float[frames], inRateHz, outRateHz)).hasSize(expected);
    }

    @Test
    void shouldKeepConstants() {
        // given
        float[] in = new float[20_000];
        Arrays.fill(in, 0.25f);

        // when
        float[] out = resample(in, 44_100, 48_000);

        // then
        for (int i = 200; i < out.length - 200; i++) {
            assertThat(out[i]).isCloseTo(0.25f, within(1e-6f));
        }
    }

    @Test
    void shouldAllocateNothingWhileItRuns() {
        // given
        Resampler resampler = new Resampler(48_000, 44_100, 2);
        float[][] in = new float[2][5000];
        float[][] out = new float[2][resampler.mostOutFrames(5000)];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        resampler.process(in, 5000, out);
        long before = threads.getCurrentThreadAllocatedBytes();
        long cost = threads.getCurrentThreadAllocatedBytes() - before;

        // when
        for (int i = 0; i < 20; i++) {
            resampler.process(in, 5000, out);
        }

        // then
        assertThat(threads.getCurrentThreadAllocatedBytes() - before - cost).isLessThan(1000);
    }

    @Test
    void shouldRefuseRatesThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Resampler(0, 44_100, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Resampler(44_100, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Resampler(44_100, 48_000, 0));
    }

    private static int append(float[][] to, int at, float[][] from, int count) {
        for (int channel = 0; channel < to.length; channel++) {
            System.arraycopy(from[channel], 0, to[channel], at, count);
        }
        return count;
    }

    static float[] resample(float[] in, int inRateHz, int outRateHz) {
        Resampler resampler = new Resampler(inRateHz, outRateHz, 1);
        float[][] out = new float[1][resampler.mostOutFrames(in.length)];
        int frames = resampler.process(new float[][] {in}, in.length, out);
        float[][] rest = new float[1][resampler.mostOutFrames(0)];
        int last = resampler.finish(rest);
        float[] all = Arrays.copyOf(out[0], frames + last);
        System.arraycopy(rest[0], 0, all, frames, last);
        return all;
    }

    private static float[] sine(double frequencyHz, int rateHz, int frames) {
        float[] sine = new float[frames];
        for (int i = 0; i < frames; i++) {
            sine[i] = (float) Math.sin(2 * Math.PI * frequencyHz * i / rateHz + 0.3);
        }
        return sine;
    }

    private static float[] noise(int frames, long seed) {
        Random random = new Random(seed);
        float[] noise = new float[frames];
        for (int i = 0; i < frames; i++) {
            noise[i] = 2 * random.nextFloat() - 1;
        }
        return noise;
    }

    private static double snrDb(float[] expected, float[] got, int edge) {
        double signal = 0;
        double error = 0;
        for (int i = edge; i < expected.length - edge; i++) {
            signal += (double) expected[i] * expected[i];
            error += Math.pow((double) expected[i] - got[i], 2);
        }
        return 10 * Math.log10(signal / error);
    }

    private static double energy(float[] samples) {
        double energy = 0;
        for (float sample : samples) {
            energy += (double) sample * sample;
        }
        return energy;
    }
}
