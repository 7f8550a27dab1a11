package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.note.Note;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreBuilderTest {
    /** Half notes, quarters and eighths of a song in 4/4. */
    private static final double[] SONG = {1, 1, 0.5, 0.5, 1, 2, 1, 1, 1, 1, 1.5, 0.5, 2, 2};

    private static final int[] TUNE = {60, 64, 62, 64, 65, 67, 69, 67, 65, 64, 62, 59, 62, 60};

    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldFillEveryBarAndLoseNoNote(long seed) {
        // given
        List<Note> notes = Melodies.random(seed);

        // when
        Score score = ScoreBuilder.build(notes, Melodies.request(seed));

        // then
        assertThat(score.written()).hasSameSizeAs(notes);
        for (Measure measure : score.measures()) {
            int at = measure.pickup() ? score.grid().meter().barTicks() - measure.ticks() : 0;
            for (Symbol symbol : measure.symbols()) {
                assertThat(symbol.start()).isEqualTo(at);
                assertThat(symbol.grace() || NoteValue.exists(symbol.length()) || symbol.length() == measure.ticks())
                        .isTrue();
                at += symbol.length();
            }
            assertThat(at).isEqualTo(score.grid().meter().barTicks());
        }
        assertThat(tiedTogether(score))
                .isEqualTo(score.written().stream()
                        .map(note -> List.of(note.start(), note.length(), note.midi()))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"74,0.3", "92,1.7", "103.5,0", "120,12", "132,0.9"})
    void shouldWriteASungSongAsItIs(double bpm, double start) {
        // given
        List<Note> notes = sung(bpm, start, 3, 0.02);

        // when
        Score score = ScoreBuilder.build(notes, ScoreRequest.AS_SUNG);

        // then
        assertThat(score.grid().tempoBpm()).isNotNull().isCloseTo(bpm, Percentage.withPercentage(1));
        assertThat(score.grid().meter()).isEqualTo(Meter.COMMON);
        assertThat(Objects.requireNonNull(score.key()).name()).isEqualTo("C major");
        assertThat(score.written().stream().mapToInt(GridNote::length).toArray())
                .isEqualTo(IntStream.range(0, notes.size())
                        .map(i -> (int) (24 * SONG[i % SONG.length]))
                        .toArray());
        assertThat(score.written().getFirst().start()).isZero();
    }

    @Test
    void shouldKeepTheTimesOfTheBeatsBesideThePlacesOfTheNotes() {
        // given
        List<Note> notes = sung(100, 2.5, 2, 0.01);

        // when
        Score score = ScoreBuilder.build(notes, ScoreRequest.AS_SUNG);

        // then
        for (int i = 0; i < notes.size(); i++) {
            double beat = score.written().get(i).start() / 24.0;
            assertThat(score.grid().beats().secondsAt(beat))
                    .isCloseTo(notes.get(i).onsetSeconds(), within(0.05));
        }
    }

    @Test
    void shouldSayThatATempoIsUnknown() {
        // given
        Random random = new Random(5);
        List<Note> notes = new ArrayList<>();
        double at = 0;
        for (int i = 0; i < 40; i++) {
            at += 0.2 * Math.pow(5, random.nextDouble());
            notes.add(Melodies.note(at, 0.15, 60 + random.nextInt(12)));
        }

        // when
        Score score = ScoreBuilder.build(notes, ScoreRequest.AS_SUNG);

        // then
        assertThat(score.grid().tempoBpm()).isNull();
        assertThat(MusicXmlWriter.write(score)).contains("tempo unknown").doesNotContain("<metronome>");
        assertThat(NotesJsonWriter.write(score)).contains("\"tempoBpm\":null");
    }

    @Test
    void shouldBeginWithAPickUpBar() {
        // given
        List<Note> notes = new ArrayList<>();
        for (int bar = 0; bar < 8; bar++) {
            double beat = 0.6;
            double at = 1 + 4 * bar * beat;
            notes.add(Melodies.note(at, 0.5 * beat, 67));
            notes.add(Melodies.note(at + 0.5 * beat, 0.5 * beat, 69));
            notes.add(Melodies.note(at + beat, 2 * beat, 72));
            notes.add(Melodies.note(at + 3 * beat, beat, 71));
        }

        // when
        Score score = ScoreBuilder.build(notes, ScoreRequest.AS_SUNG);

        // then
        assertThat(score.measures().getFirst().pickup()).isTrue();
        assertThat(score.measures().getFirst().ticks()).isEqualTo(24);
        assertThat(score.measures().get(1).symbols().getFirst().length()).isEqualTo(48);
    }

    @ParameterizedTest
    @CsvSource({"0,C major,0", "2,D major,2", "-3,A major,3", "-12,C major,0", "6,F# major,6", "1,Db major,-5"})
    void shouldTransposeWhatIsWrittenOnly(int semitones, String writtenKey, int fifths) {
        // given
        List<Note> notes = sung(96, 0.5, 1, 0);

        // when
        Score score = ScoreBuilder.build(notes, Melodies.transposed(semitones));

        // then
        assertThat(Objects.requireNonNull(score.key()).name()).isEqualTo("C major");
        assertThat(Objects.requireNonNull(score.writtenKey()).name()).isEqualTo(writtenKey);
        assertThat(score.fifths()).isEqualTo(fifths);
        assertThat(score.written().stream().map(GridNote::midi))
                .isEqualTo(notes.stream().map(note -> note.midi() + semitones).toList());
        assertThat(score.notes()).isEqualTo(notes);
        assertThat(MusicXmlWriter.write(score)).doesNotContain("<accidental>");
    }

    @Test
    void shouldCloseTheGapsOfShortNotes() {
        // given
        List<Note> staccato = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            staccato.add(Melodies.note(0.25 * i + (i >= 16 ? 1 : 0), 0.15, 60 + i % 8));
        }

        // when
        Score score = ScoreBuilder.build(staccato, ScoreRequest.AS_SUNG);

        // then
        assertThat(score.measures().stream()
                        .flatMap(measure -> measure.symbols().stream())
                        .filter(Symbol::rest)
                        .mapToInt(Symbol::length))
                .allMatch(length -> length >= 12);
        assertThat(score.written().subList(0, 15)).allMatch(note -> note.length() == 12);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldMakeAScoreOfHardlyAnything(int count) {
        // given
        List<Note> notes = Melodies.line(100, 0, new double[] {1}, Arrays.copyOf(new int[] {60, 62}, count));

        // when
        Score score = ScoreBuilder.build(notes, ScoreRequest.AS_SUNG);

        // then
        assertThat(score.grid().tempoBpm()).isNull();
        assertThat(score.measures()).isNotEmpty();
        assertThat(score.written()).hasSize(count);
    }

    private static List<Note> sung(double bpm, double start, int verses, double jitterSeconds) {
        Random random = new Random(2);
        List<Note> notes = new ArrayList<>();
        double at = start;
        for (int i = 0; i < verses * SONG.length; i++) {
            double seconds = SONG[i % SONG.length] * 60 / bpm;
            double onset = Math.max(0, at + jitterSeconds * random.nextGaussian());
            notes.add(Melodies.note(onset, seconds * random.nextDouble(0.8, 0.95), TUNE[i % TUNE.length]));
            at += seconds;
        }
        return notes;
    }

    private static List<List<Integer>> tiedTogether(Score score) {
        List<List<Integer>> notes = new ArrayList<>();
        int bar = score.grid().meter().barTicks();
        for (int i = 0; i < score.measures().size(); i++) {
            for (Symbol symbol : score.measures().get(i).symbols()) {
                Spelling pitch = symbol.pitch();
                if (pitch == null) {
                    continue;
                }
                int midi = midi(pitch);
                if (symbol.tiedFrom()) {
                    List<Integer> before = notes.removeLast();
                    assertThat(before.get(0) + before.get(1)).isEqualTo(i * bar + symbol.start());
                    assertThat(before.get(2)).isEqualTo(midi);
                    notes.add(List.of(before.get(0), before.get(1) + symbol.length(), midi));
                } else {
                    notes.add(List.of(i * bar + symbol.start(), symbol.length(), midi));
                }
            }
        }
        return notes;
    }

    private static int midi(Spelling pitch) {
        int natural = "C D EF G A B".indexOf(pitch.step());
        return 12 * (pitch.octave() + 1) + natural + pitch.alter();
    }
}
