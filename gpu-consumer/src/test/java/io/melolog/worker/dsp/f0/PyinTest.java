package io.melolog.worker.dsp.f0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyinTest {
    private final Pyin pyin = new Pyin(PyinParams.STANDARD);

    static Stream<Arguments> signals() {
        return Stream.of(
                Arguments.of("tone", Signals.tone(0.8, 220, 0.3)),
                Arguments.of("low tone", Signals.tone(0.6, 70, 0.3)),
                Arguments.of("high tone", Signals.tone(0.6, 1900, 0.3)),
                Arguments.of("vibrato chirp", vibratoChirp()),
                Arguments.of("noise", Signals.noise(0.6, 0.1, 1)),
                Arguments.of("tone in noise", Signals.sum(Signals.tone(0.6, 330, 0.1), Signals.noise(0.6, 0.03, 2))),
                Arguments.of("silence", Signals.silence(0.5)),
                Arguments.of("constant", Signals.constant(0.5, 0.25f)),
                Arguments.of(
                        "notes and rests",
                        Signals.concat(Signals.tone(0.3, 262, 0.2), Signals.silence(0.2), Signals.tone(0.3, 392, 0.2))),
                Arguments.of("shorter than a frame", Signals.tone(0.05, 440, 0.2)),
                Arguments.of("one sample", new float[] {0.5f}),
                Arguments.of("nothing", new float[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signals")
    void shouldAgreeWithTheDefinition(String name, float[] signal) {
        assertAgree(name, track(signal), PyinReference.track(signal));
    }

    /** Whatever is put together at random: tones, glides, noise, silence, DC and clipping, from a whisper to overload. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void shouldAgreeWithTheDefinitionOnRandomSignals(long seed) {
        // given
        float[] signal = RandomSignals.of(seed);

        // then
        assertAgree("seed " + seed, track(signal), PyinReference.track(signal));
    }

    /** Long enough for the path to be decided on the way, with a rest and noise in which it cannot be. */
    @Test
    void shouldAgreeWithTheDefinitionOverManySeconds() {
        // given
        float[] phrase = RandomSignals.of(30);
        float[] signal = Signals.concat(
                phrase, Signals.silence(3.2), RandomSignals.of(31), Signals.noise(1.6, 0.01, 32), phrase);

        // then
        assertAgree("many seconds", track(signal), PyinReference.track(signal));
    }

    @ParameterizedTest
    @MethodSource("otherParams")
    void shouldAgreeWithTheDefinitionForOtherRatesAndRanges(PyinParams params) {
        // given
        Pyin other = new Pyin(params);
        PyinWorkspace workspace = new PyinWorkspace(params, 0);
        float[] signal = Signals.concat(Signals.tone(0.2, 36, 0.3), RandomSignals.of(21), Signals.tone(0.2, 500, 0.3));

        // when
        other.process(signal, 0, signal.length, workspace);

        // then
        assertAgree(params.toString(), other.finish(workspace), PyinReference.track(signal, params));
    }

    static Stream<PyinParams> otherParams() {
        return Stream.of(
                PyinParams.searching(30, 1000),
                PyinParams.searching(43.2, 4000),
                PyinParams.atRate(8_000),
                PyinParams.atRate(11_025),
                PyinParams.atRate(16_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000})
    void shouldFindAToneAtAnyRate(int rateHz) {
        // given
        PyinParams params = PyinParams.atRate(rateHz);
        PyinWorkspace workspace = new PyinWorkspace(params, rateHz);
        float[] signal = new float[rateHz / 2];
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (float) (0.2 * Math.sin(2 * Math.PI * 440 * i / rateHz));
        }

        // when
        Pyin other = new Pyin(params);
        other.process(signal, 0, signal.length, workspace);
        F0Track track = other.finish(workspace);

        // then
        for (int i = 3; i < track.frames() - 3; i++) {
            assertThat(cents(track, i, 440)).isCloseTo(0, within(6.0));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {31, 36.7, 41.2, 55})
    void shouldFindLowTonesWhenAskedTo(double f0Hz) {
        // given
        PyinParams params = PyinParams.searching(30, 1000);
        PyinWorkspace workspace = new PyinWorkspace(params, 0);
        float[] signal = Signals.tone(1, f0Hz, 0.3);

        // when
        Pyin low = new Pyin(params);
        low.process(signal, 0, signal.length, workspace);
        F0Track track = low.finish(workspace);

        // then
        for (int i = 5; i < track.frames() - 5; i++) {
            assertThat(cents(track, i, f0Hz)).isCloseTo(0, within(10.0));
        }
    }

    @Test
    void shouldFollowAGlideWithinFifteenCents() {
        // given
        float[] signal = vibratoChirp();

        // when
        F0Track track = track(signal);

        // then
        for (int i = 4; i < track.frames() - 4; i++) {
            assertThat(cents(track, i, chirpHz(track.timeSeconds(i)))).isCloseTo(0, within(15.0));
        }
    }

    @Test
    void shouldNotDependOnHowTheInputIsSplit() {
        // given
        float[] signal = Signals.sum(vibratoChirp(), Signals.noise(1.2, 0.01, 3));
        Random random = new Random(4);
        PyinWorkspace workspace = new PyinWorkspace(PyinParams.STANDARD, 0);

        // when
        for (int at = 0; at < signal.length; ) {
            int count = Math.min(signal.length - at, random.nextInt(3000));
            pyin.process(signal, at, count, workspace);
            at += count;
        }

        // then
        assertSame(pyin.finish(workspace), track(signal));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.5, 64})
    void shouldNotDependOnTheLevel(double gain) {
        // given
        float[] signal = Signals.concat(Signals.tone(0.4, 262, 0.2), Signals.noise(0.2, 0.05, 5));

        // when
        F0Track track = track(Signals.scaled(signal, gain));

        // then
        assertSame(track, track(signal));
    }

    @Test
    void shouldMoveWithTheSignal() {
        // given
        float[] signal = Signals.tone(0.5, 262, 0.2);
        float[] later = Signals.concat(new float[10 * 512], signal);

        // when
        F0Track track = track(later);

        // then
        F0Track before = track(signal);
        for (int i = 2; i < before.frames(); i++) {
            assertThat(track.f0Hz(i + 10)).isEqualTo(before.f0Hz(i));
        }
    }

    @Test
    void shouldCallNothingVoicedWithoutAPeriod() {
        assertThat(IntStream.range(0, 44).filter(track(Signals.silence(1))::voiced))
                .isEmpty();
        assertThat(IntStream.range(0, 44).filter(track(Signals.constant(1, -0.4f))::voiced))
                .isEmpty();
    }

    private F0Track track(float[] signal) {
        PyinWorkspace workspace = new PyinWorkspace(PyinParams.STANDARD, signal.length);
        pyin.process(signal, 0, signal.length, workspace);
        return pyin.finish(workspace);
    }

    private static float[] vibratoChirp() {
        return Signals.glide(1.2, PyinTest::chirpHz, 0.3);
    }

    private static double chirpHz(double seconds) {
        return 200 * Math.pow(2, seconds / 2 + 0.02 * Math.sin(2 * Math.PI * 5 * seconds));
    }

    private static double cents(F0Track track, int frame, double aboveHz) {
        return 1200 * Math.log(track.f0Hz(frame).orElseThrow() / aboveHz) / Math.log(2);
    }

    private static void assertAgree(String name, F0Track track, F0Track expected) {
        assertThat(track.frames()).isEqualTo(expected.frames());
        for (int i = 0; i < track.frames(); i++) {
            assertThat(track.voiced(i)).as("%s, voicing of frame %d", name, i).isEqualTo(expected.voiced(i));
            assertThat(track.f0Hz(i)).as("%s, f0 of frame %d", name, i).isEqualTo(expected.f0Hz(i));
            assertThat(track.voicedProbability(i)).isCloseTo(expected.voicedProbability(i), within(1e-4f));
        }
    }

    private static void assertSame(F0Track actual, F0Track expected) {
        assertThat(actual.frames()).isEqualTo(expected.frames());
        for (int i = 0; i < actual.frames(); i++) {
            assertThat(actual.f0Hz(i)).as("frame %d", i).isEqualTo(expected.f0Hz(i));
            assertThat(actual.voicedProbability(i)).isCloseTo(expected.voicedProbability(i), within(1e-4f));
        }
    }
}
