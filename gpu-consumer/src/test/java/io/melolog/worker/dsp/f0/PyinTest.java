package io.melolog.worker.dsp.f0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
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
        // given
        F0Track expected = PyinReference.track(signal);

        // when
        F0Track track = track(signal);

        // then
        assertThat(track.frames()).isEqualTo(expected.frames());
        for (int i = 0; i < track.frames(); i++) {
            assertThat(track.voiced(i)).as("%s, voicing of frame %d", name, i).isEqualTo(expected.voiced(i));
            assertThat(track.f0Hz(i)).as("%s, f0 of frame %d", name, i).isEqualTo(expected.f0Hz(i));
            assertThat(track.voicedProbability(i)).isCloseTo(expected.voicedProbability(i), within(1e-4f));
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
            double cents = 1200 * Math.log(track.f0Hz(i).orElseThrow() / chirpHz(track.timeSeconds(i))) / Math.log(2);
            assertThat(cents).isCloseTo(0, within(15.0));
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

    @Test
    void shouldAllocateNothingOnceWarm() {
        // given
        float[] signal = Signals.sum(Signals.tone(3, 220, 0.2), Signals.noise(3, 0.02, 6));
        PyinWorkspace workspace = new PyinWorkspace(PyinParams.STANDARD, signal.length);
        pyin.process(signal, 0, signal.length, workspace);
        pyin.finish(workspace);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();

        // when
        long before = threads.getCurrentThreadAllocatedBytes();
        pyin.process(signal, 0, signal.length, workspace);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;

        // then
        assertThat(allocatedBytes).isLessThan(1024);
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

    private static void assertSame(F0Track actual, F0Track expected) {
        assertThat(actual.frames()).isEqualTo(expected.frames());
        for (int i = 0; i < actual.frames(); i++) {
            assertThat(actual.f0Hz(i)).as("frame %d", i).isEqualTo(expected.f0Hz(i));
            assertThat(actual.voicedProbability(i)).isCloseTo(expected.voicedProbability(i), within(1e-4f));
        }
    }
}
