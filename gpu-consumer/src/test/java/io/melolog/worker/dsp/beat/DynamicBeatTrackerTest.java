package io.melolog.worker.dsp.beat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicBeatTrackerTest {
    private static final int RATE_HZ = 22_050;
    private static final double[][] CHORDS_HZ = {
        {261.6, 329.6, 392.0}, {220.0, 261.6, 329.6}, {174.6, 220.0, 261.6}, {196.0, 246.9, 293.7}
    };

    @TempDir
    Path scratch;

    private final BeatTracker tracker = new DynamicBeatTracker();

    @ParameterizedTest
    @CsvSource({"80,4", "97.3,4", "112,4", "126,3"})
    void shouldFindBeatsAndBarsOfABand(double bpm, int beatsPerBar) throws IOException {
        // when
        BeatTrack track =
                tracker.track(band(20, bpm, bpm, beatsPerBar, 0.4), () -> false).orElseThrow();

        // then
        double period = 60 / bpm;
        assertThat(60 / track.beats().periodSeconds()).isCloseTo(bpm, Percentage.withPercentage(0.5));
        double[] downbeats = new double[beatsPerBar];
        for (int i = 0; i < track.beats().size(); i++) {
            double beat = (track.beats().secondsAt(i) - 0.4) / period;
            assertThat((beat - Math.rint(beat)) * period).isCloseTo(0, within(0.025));
            downbeats[Math.floorMod((int) Math.rint(beat), beatsPerBar)] += track.downbeatNats()[i];
        }
        for (int i = 1; i < beatsPerBar; i++) {
            assertThat(downbeats[0]).isGreaterThan(downbeats[i]);
        }
    }

    @Test
    void shouldFollowABandThatHurries() throws IOException {
        // when
        BeatTrack track = tracker.track(band(30, 96, 110, 4, 0.2), () -> false).orElseThrow();

        // then
        int last = track.beats().size() - 1;
        double atFirst = 60 / (track.beats().secondsAt(3) - track.beats().secondsAt(2));
        double atLast = 60 / (track.beats().secondsAt(last - 2) - track.beats().secondsAt(last - 3));
        assertThat(atFirst).isCloseTo(97, within(2.5));
        assertThat(atLast).isCloseTo(109, within(2.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3})
    void shouldHearNoBeatInNoiseOrSilence(double level) throws IOException {
        // given
        Random random = new Random(4);
        float[] noise = new float[15 * RATE_HZ];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (level * random.nextGaussian());
        }

        // then
        assertThat(tracker.track(pcm(noise), () -> false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 5000, 30_000})
    void shouldTakeRecordingsOfAnyLength(int samples) throws IOException {
        assertThat(tracker.track(pcm(new float[samples]), () -> false)).isEqualTo(Optional.empty());
    }

    @Test
    void shouldNotMindTheLevel() throws IOException {
        // given
        float[] loud = samples(15, 100, 100, 4, 0.3);
        float[] quiet = loud.clone();
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] *= 0.003f;
        }

        // then
        BeatMap one = tracker.track(pcm(loud), () -> false).orElseThrow().beats();
        BeatMap other = tracker.track(pcm(quiet), () -> false).orElseThrow().beats();
        assertThat(other.size()).isEqualTo(one.size());
        assertThat(other.secondsAt(5)).isCloseTo(one.secondsAt(5), within(0.005));
    }

    @Test
    void shouldStopWhenCancelled() throws IOException {
        PcmFile band = band(5, 100, 100, 4, 0);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> tracker.track(band, () -> true));
    }

    private PcmFile band(double seconds, double bpm, double lastBpm, int beatsPerBar, double start) throws IOException {
        return pcm(samples(seconds, bpm, lastBpm, beatsPerBar, start));
    }

    /** Chords that change with the bar, a bass drum on its first beat, a hi-hat on every half beat. */
    private static float[] samples(double seconds, double bpm, double lastBpm, int beatsPerBar, double start) {
        Random random = new Random(8);
        float[] out = new float[(int) (seconds * RATE_HZ)];
        double at = start;
        for (int half = 0; at < seconds - 0.3; half++) {
            int beat = half / 2;
            strike(out, at, 0.03, 0.05, i -> random.nextGaussian());
            if (half % 2 == 0) {
                double[] chord = CHORDS_HZ[beat / beatsPerBar % CHORDS_HZ.length];
                strike(out, at, 0.35, 0.08, t -> sines(chord, t));
                if (beat % beatsPerBar == 0) {
                    strike(out, at, 0.1, 0.3, t -> Math.sin(2 * Math.PI * 60 * t));
                }
            }
            at += 30 / (bpm + (lastBpm - bpm) * at / seconds);
        }
        return out;
    }

    private interface Wave {
        double at(double seconds);
    }

    private static void strike(float[] out, double start, double decaySeconds, double level, Wave wave) {
        int from = (int) (start * RATE_HZ);
        for (int i = 0; i < 4 * decaySeconds * RATE_HZ && from + i < out.length; i++) {
            double t = (double) i / RATE_HZ;
            out[from + i] += (float) (level * Math.exp(-t / decaySeconds) * wave.at(t));
        }
    }

    private static double sines(double[] hz, double t) {
        double sum = 0;
        for (double f : hz) {
            sum += Math.sin(2 * Math.PI * f * t) + 0.5 * Math.sin(4 * Math.PI * f * t);
        }
        return sum;
    }

    private PcmFile pcm(float[] mono) throws IOException {
        Path path = Files.createTempFile(scratch, "mono", ".pcm");
        Files.delete(path);
        try (PcmWriter writer = new PcmWriter(path, RATE_HZ, 1)) {
            writer.write(mono, mono.length);
            return writer.file();
        }
    }
}
