package io.melolog.worker.dsp.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.f0.Signals;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmmNoteTranscriberTest {
    private static final double TOLERANCE_SECONDS = 0.05;

    @Test
    void shouldHearAMelodyWithItsTimes() {
        // given
        float[] melody = melody();

        // when
        List<Note> notes = Transcripts.notes(melody);

        // then
        assertThat(Transcripts.midis(notes)).containsExactly(60, 64, 67, 64, 57);
        for (int i = 0; i < 5; i++) {
            assertThat(notes.get(i).onsetSeconds()).isCloseTo(0.3 + 0.5 * i, within(TOLERANCE_SECONDS));
            assertThat(notes.get(i).endSeconds()).isCloseTo(0.7 + 0.5 * i, within(TOLERANCE_SECONDS));
            assertThat(notes.get(i).cents()).isCloseTo(0, within(5.0));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {4.5, 5.5, 6.5})
    void shouldKeepANoteWithWideVibratoWhole(double vibratoHz) {
        // given
        float[] vibrato =
                padded(Signals.glide(2, t -> Pitch.frequencyHz(62 + Math.sin(2 * Math.PI * vibratoHz * t)), 0.3));

        // when
        List<Note> notes = Transcripts.notes(vibrato);

        // then
        assertThat(notes).singleElement().satisfies(note -> {
            assertThat(note.midi()).isEqualTo(62);
            assertThat(note.durationSeconds()).isCloseTo(2, within(0.1));
            assertThat(note.cents()).isCloseTo(0, within(15.0));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, -2, 2, 3, 7})
    void shouldSplitAGlideInItsMiddle(int semitones) {
        // given
        float[] glide = padded(Signals.glide(
                1.1, t -> Pitch.frequencyHz(60 + semitones * Math.clamp((t - 0.5) / 0.1, 0.0, 1.0)), 0.3));

        // when
        List<Note> notes = Transcripts.notes(glide);

        // then
        assertThat(Transcripts.midis(notes)).containsExactly(60, 60 + semitones);
        assertThat(notes.getLast().onsetSeconds()).isCloseTo(0.3 + 0.55, within(TOLERANCE_SECONDS));
    }

    @Test
    void shouldSplitRepeatedNotesAtADip() {
        // given
        float[] repeated = padded(dipped(dipped(Signals.tone(1.5, 220, 0.3), 0.5), 1));

        // when
        List<Note> notes = Transcripts.notes(repeated);

        // then
        assertThat(Transcripts.midis(notes)).containsExactly(57, 57, 57);
        assertThat(notes.get(1).onsetSeconds()).isCloseTo(0.3 + 0.52, within(TOLERANCE_SECONDS));
        assertThat(notes.get(2).onsetSeconds()).isCloseTo(0.3 + 1.02, within(TOLERANCE_SECONDS));
    }

    @Test
    void shouldBeginANoteWhereTheSlideIntoItBegins() {
        // given
        float[] scoop = padded(Signals.glide(0.8, t -> Pitch.frequencyHz(64 - 3 * Math.max(0, 1 - t / 0.1)), 0.3));

        // when
        List<Note> notes = Transcripts.notes(scoop);

        // then
        assertThat(Transcripts.midis(notes)).containsExactly(64);
        assertThat(notes.getFirst().onsetSeconds()).isCloseTo(0.3, within(TOLERANCE_SECONDS));
    }

    @Test
    void shouldFindNoNotesInWhatIsNoMelody() {
        assertThat(Transcripts.notes(Signals.silence(3))).isEmpty();
        assertThat(Transcripts.notes(Signals.constant(3, 0.3f))).isEmpty();
        assertThat(Transcripts.notes(Signals.noise(5, 0.1, 1))).isEmpty();
        assertThat(Transcripts.notes(clicks())).isEmpty();
        assertThat(Transcripts.notes(speechLike())).isEmpty();
        assertThat(Transcripts.notes(new float[0])).isEmpty();
        assertThat(Transcripts.notes(new float[7])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 60})
    void shouldFindNoNotesInMainsHum(int mainsHz) {
        assertThat(Transcripts.notes(mainsHum(8, mainsHz))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.03, 3})
    void shouldNotMindTheLevel(double gain) {
        assertThat(Transcripts.midis(Transcripts.notes(Signals.scaled(melody(), gain))))
                .containsExactly(60, 64, 67, 64, 57);
    }

    @Test
    void shouldNotMindClippingOrAnOffset() {
        // given
        float[] clipped = Signals.scaled(melody(), 10);
        float[] offset = melody();
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = Math.clamp(clipped[i], -1f, 1f);
            offset[i] += 0.4f;
        }

        // then
        assertThat(Transcripts.midis(Transcripts.notes(clipped))).containsExactly(60, 64, 67, 64, 57);
        assertThat(Transcripts.midis(Transcripts.notes(offset))).containsExactly(60, 64, 67, 64, 57);
    }

    @Test
    void shouldMoveWithTheRecording() {
        // given
        int hops = 37;
        float[] later = Signals.concat(new float[hops * Transcripts.HOP_SAMPLES], melody());

        // when
        List<Note> moved = Transcripts.notes(later);

        // then
        List<Note> before = Transcripts.notes(melody());
        double seconds = (double) hops * Transcripts.HOP_SAMPLES / Signals.RATE_HZ;
        assertThat(moved).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(moved.get(i).onsetSeconds() - before.get(i).onsetSeconds())
                    .isCloseTo(seconds, within(0.012));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-12, -5, 4, 12})
    void shouldTransposeWithTheRecording(int semitones) {
        // given
        float[] transposed = melody(semitones);

        // then
        assertThat(Transcripts.midis(Transcripts.notes(transposed)))
                .containsExactly(60 + semitones, 64 + semitones, 67 + semitones, 64 + semitones, 57 + semitones);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldKeepNotesInOrderAndApart(long seed) {
        // given
        float[] garbage = garbage(seed);

        // when
        List<Note> notes = Transcripts.notes(garbage);

        // then
        for (int i = 1; i < notes.size(); i++) {
            assertThat(notes.get(i).onsetSeconds())
                    .isGreaterThanOrEqualTo(notes.get(i - 1).endSeconds() - 1e-9);
        }
        assertThat(notes).allSatisfy(note -> {
            assertThat(note.durationSeconds()).isGreaterThan(0.05);
            assertThat(note.confidence()).isBetween(0.0, 1.0);
            assertThat(note.endSeconds()).isLessThanOrEqualTo((double) garbage.length / Signals.RATE_HZ + 0.012);
        });
    }

    @Test
    void shouldFollowASingerWhoIsTunedBetweenTheKeys() {
        // given
        float[] flat = Signals.silence(0.3);
        int[] midis = {60, 62, 64, 65, 67, 65, 64, 62, 60};
        for (int i = 0; i < midis.length; i++) {
            double wrongBy = -0.45 - 0.1 * (i % 2);
            flat = Signals.concat(
                    flat, Signals.tone(0.4, Pitch.frequencyHz(midis[i] + wrongBy), 0.3), Signals.silence(0.1));
        }

        // when
        List<Integer> heard = Transcripts.midis(Transcripts.notes(flat));

        // then the melody is the same, a semitone lower at most
        assertThat(heard).hasSize(midis.length);
        for (int i = 1; i < midis.length; i++) {
            assertThat(heard.get(i) - heard.getFirst()).isEqualTo(midis[i] - midis[0]);
        }
    }

    private static float[] melody() {
        return melody(0);
    }

    private static float[] melody(int transposition) {
        float[] melody = Signals.silence(0.3);
        for (int midi : new int[] {60, 64, 67, 64, 57}) {
            melody = Signals.concat(
                    melody, Signals.tone(0.4, Pitch.frequencyHz(midi + transposition), 0.3), Signals.silence(0.1));
        }
        return melody;
    }

    private static float[] padded(float[] signal) {
        return Signals.concat(Signals.silence(0.3), signal, Signals.silence(0.3));
    }

    /** The signal with 40 ms nearly silent. */
    private static float[] dipped(float[] signal, double seconds) {
        float[] dipped = signal.clone();
        int from = (int) (seconds * Signals.RATE_HZ);
        for (int i = from; i < from + (int) (0.04 * Signals.RATE_HZ); i++) {
            dipped[i] *= 0.03f;
        }
        return dipped;
    }

    private static float[] clicks() {
        float[] clicks = Signals.silence(4);
        for (int i = 2000; i < clicks.length; i += 7001) {
            clicks[i] = 0.9f;
        }
        return clicks;
    }

    private static float[] mainsHum(double seconds, int mainsHz) {
        float[] hum = Signals.noise(seconds, 0.0005, 3);
        for (int i = 0; i < hum.length; i++) {
            for (int h = 1; h <= 9; h += 2) {
                hum[i] += (float) (0.05 / h * Math.sin(2 * Math.PI * h * mainsHz * i / Signals.RATE_HZ + h));
            }
        }
        return hum;
    }

    /** Syllables whose pitch glides all the time, as in speech. */
    private static float[] speechLike() {
        Random random = new Random(5);
        float[] speech = Signals.silence(0.2);
        double at = 50;
        for (int i = 0; i < 30; i++) {
            double start = at;
            double turn = 48 + 8 * random.nextDouble();
            double end = 47 + 8 * random.nextDouble();
            double length = 0.12 + 0.1 * random.nextDouble();
            speech = Signals.concat(
                    speech,
                    Signals.glide(
                            length,
                            t -> Pitch.frequencyHz(start
                                    + (turn - start) * Math.sin(Math.PI * t / length)
                                    + (end - start) * t / length),
                            0.2),
                    Signals.noise(0.04, 0.02, i));
            at = end;
        }
        return speech;
    }

    private static float[] garbage(long seed) {
        Random random = new Random(seed);
        float[] garbage = new float[0];
        for (int i = 0; i < 25; i++) {
            double seconds = 0.02 + 0.4 * random.nextDouble();
            double midi = 40 + 45 * random.nextDouble();
            double slope = random.nextBoolean() ? 0 : 20 * random.nextGaussian();
            garbage = Signals.concat(
                    garbage,
                    switch (random.nextInt(4)) {
                        case 0 -> Signals.silence(seconds);
                        case 1 -> Signals.noise(seconds, random.nextDouble(), seed + i);
                        default ->
                            Signals.glide(
                                    seconds,
                                    t -> Pitch.frequencyHz(Math.clamp(midi + slope * t, 38, 90)),
                                    random.nextDouble());
                    });
        }
        return garbage;
    }
}
