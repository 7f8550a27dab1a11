package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.melolog.worker.dsp.f0.Signals;
import io.melolog.worker.dsp.note.Note;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PitchAnalyzerTest {
    private static final PitchSource UPLOAD = new PitchSource.Upload();

    @TempDir
    Path scratch;

    private final PitchAnalyzer analyzer = PitchAnalyzer.standard();

    @Test
    void shouldHearAScale() throws IOException {
        // when
        PitchAnalysis analysis = analyze(scale(1), UPLOAD);

        // then
        assertThat(names(analysis)).containsExactly("C4", "D4", "E4", "G4", "A4");
        assertThat(analysis.notes()).allSatisfy(note -> {
            assertThat(note.durationSeconds()).isCloseTo(0.4, within(0.1));
            assertThat(note.cents()).isCloseTo(0, within(12.0));
            assertThat(note.confidence()).isBetween(0.5, 1.0);
        });
        assertThat(analysis.score().clef()).isEqualTo(Clef.TREBLE);
        assertThat(analysis.score().grid().meter().label()).isEqualTo("4/4");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void shouldMoveByTwelveWithTheOctave(int octaves) throws IOException {
        assertThat(midis(analyze(scale(Math.pow(2, octaves)), UPLOAD)))
                .isEqualTo(midis(analyze(scale(1), UPLOAD)).stream()
                        .map(midi -> midi + 12 * octaves)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, 3})
    void shouldNotMindTheLevelOfAnUpload(double gain) throws IOException {
        assertThat(midis(analyze(Signals.scaled(scale(1), gain), UPLOAD))).isEqualTo(midis(analyze(scale(1), UPLOAD)));
    }

    @Test
    void shouldMoveNotesWithTheRecording() throws IOException {
        // given
        double laterSeconds = 1.3;

        // when
        List<Note> later = analyze(Signals.concat(Signals.silence(laterSeconds), scale(1)), UPLOAD)
                .notes();

        // then
        List<Note> before = analyze(scale(1), UPLOAD).notes();
        assertThat(later).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(later.get(i).onsetSeconds() - before.get(i).onsetSeconds())
                    .isCloseTo(laterSeconds, within(0.03));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 2})
    void shouldFindNoNotesInSilence(double seconds) throws IOException {
        // when
        PitchAnalysis analysis = analyze(Signals.silence(seconds), UPLOAD);

        // then
        assertThat(analysis.notes()).isEmpty();
        assertThat(analysis.score().key()).isNull();
        assertThat(analysis.score().grid().tempoBpm()).isNull();
    }

    @Test
    void shouldIgnoreTheResidueOfSeparatedVocalsOnly() throws IOException {
        // given
        float[] residue = Signals.scaled(scale(1), 0.003);
        float[] vocals = Signals.concat(scale(1), residue);

        // when
        PitchAnalysis separated = analyze(vocals, new PitchSource.SeparatedVocals(OptionalDouble.of(-15)));
        PitchAnalysis bySelf = analyze(vocals, new PitchSource.SeparatedVocals(OptionalDouble.empty()));
        PitchAnalysis uploaded = analyze(vocals, UPLOAD);

        // then
        assertThat(separated.notes()).hasSize(5);
        assertThat(bySelf.notes()).hasSize(5);
        assertThat(uploaded.notes()).hasSize(10);
    }

    @Test
    void shouldStopWhenCancelled() {
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> analyzer.analyze(pcm(scale(1)), UPLOAD, done -> {}, () -> true));
    }

    @Test
    void shouldReportProgressUpToOne() throws IOException {
        // given
        List<Double> progress = new ArrayList<>();

        // when
        analyzer.analyze(pcm(scale(1)), UPLOAD, progress::add, () -> false);

        // then
        assertThat(progress).isSorted().endsWith(1.0).allSatisfy(done -> assertThat(done)
                .isBetween(0.0, 1.0));
    }

    @Test
    void shouldRefuseAudioOfAnotherRate() {
        PcmFile stereo = new PcmFile(scratch.resolve("x"), 44_100, 2, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> analyzer.analyze(stereo, UPLOAD, done -> {}, () -> false));
    }

    @Test
    void shouldWriteTheSameFilesInEveryLocale() throws IOException {
        // given
        PitchAnalysis analysis = analyze(scale(1), UPLOAD);
        Locale before = Locale.getDefault();

        // when
        Path plain = Files.createDirectory(scratch.resolve("plain"));
        Path persian = Files.createDirectory(scratch.resolve("persian"));
        ScoreFiles.write(plain, analysis, "x");
        try {
            Locale.setDefault(Locale.forLanguageTag("fa-IR-u-nu-arabext"));
            ScoreFiles.write(persian, analysis, "x");
        } finally {
            Locale.setDefault(before);
        }

        // then
        for (String name : List.of(
                ScoreFiles.F0_CSV,
                ScoreFiles.MELODY_CSV,
                ScoreFiles.NOTES_JSON,
                ScoreFiles.SCORE_MUSICXML,
                ScoreFiles.SCORE_MID,
                ScoreFiles.SCORE_LY,
                ScoreFiles.SCORE_ULTRASTAR)) {
            assertThat(persian.resolve(name)).hasSameBinaryContentAs(plain.resolve(name));
        }
    }

    @Test
    void shouldWriteARowPerFrameAndANotePerLine() throws IOException {
        // given
        PitchAnalysis analysis = analyze(Signals.concat(Signals.silence(0.3), scale(1)), UPLOAD);

        // when
        ScoreFiles.write(scratch, analysis, "x");

        // then
        List<String> rows = Files.readAllLines(scratch.resolve(ScoreFiles.F0_CSV));
        assertThat(rows).hasSize(1 + analysis.f0().frames());
        assertThat(rows.getFirst()).isEqualTo("time_seconds,f0_hz,voiced,voiced_probability");
        assertThat(rows.get(1)).isEqualTo("0.000000,,0,0.000000");
        assertThat(rows)
                .filteredOn(row -> row.matches("\\d+\\.\\d{6},261\\.6256,1,[01]\\.\\d{6}"))
                .isNotEmpty();
        assertThat(Files.readString(scratch.resolve(ScoreFiles.NOTES_JSON)))
                .startsWith("{\"notes\":[\n{\"onsetSeconds\":0.")
                .contains("\"midi\":60,\"name\":\"C4\",\"frequencyHz\":261.6256,\"cents\":0,")
                .contains("\"clef\":\"treble\"")
                .contains("\"key\":\"C major\"")
                .contains("\"timeSignature\":\"4/4\"")
                .contains("\"beat\":0,\"durationBeats\":1}");
    }

    private static float[] scale(double ratio) {
        double[] f0Hz = {261.6256, 293.6648, 329.6276, 391.9954, 440};
        float[] signal = new float[0];
        for (double hz : f0Hz) {
            signal = Signals.concat(signal, Signals.tone(0.4, hz * ratio, 0.3), Signals.silence(0.1));
        }
        return signal;
    }

    private PitchAnalysis analyze(float[] mono, PitchSource source) throws IOException {
        return analyzer.analyze(pcm(mono), source, done -> {}, () -> false);
    }

    private PcmFile pcm(float[] mono) throws IOException {
        Path path = Files.createTempFile(scratch, "mono", ".pcm");
        Files.delete(path);
        try (PcmWriter writer = new PcmWriter(path, Signals.RATE_HZ, 1)) {
            writer.write(mono, mono.length);
            return writer.file();
        }
    }

    private static List<String> names(PitchAnalysis analysis) {
        return analysis.notes().stream().map(Note::name).toList();
    }

    private static List<Integer> midis(PitchAnalysis analysis) {
        return analysis.notes().stream().map(Note::midi).toList();
    }
}
