package io.melolog.worker.pitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.melolog.schemas.stage.StageParameters;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.decode.AudioChildPool;
import io.melolog.worker.decode.AudioChildSettings;
import io.melolog.worker.decode.AudioDecoder;
import io.melolog.worker.lease.StageOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stage from an uploaded file to {@code f0.csv}: real decoding in a child process, real files. */
class PitchStageIT {
    private static final Path PARITY =
            Path.of(System.getProperty("melolog.shared", "../shared")).resolve("audio/parity");

    private static AudioChildPool pool;
    private static PitchStage stage;

    @TempDir
    Path folder;

    @BeforeAll
    static void startPool() {
        pool = new AudioChildPool(AudioChildSettings.defaults(Path.of("target", "audio-child-cache")));
        stage = new PitchStage(new AudioInput(new AudioDecoder(pool), 600));
    }

    @AfterAll
    static void closePool() {
        pool.close();
    }

    /** Such uploads reach the kernel unresampled and unscaled, or this would not hold. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge_noise_pink",
                "edge_speech",
                "edge_very_quiet",
                "inst_cello",
                "inst_flute",
                "real_vocadito_1",
                "songA_0dB",
                "sung_pop_female_lyrics",
                "sung_tenor_fast"
            })
    void shouldWriteTheTrackThatLibrosaFinds(String name) throws Exception {
        // given
        assumeThat(PARITY.resolve(name + ".flac")).exists();
        List<String> expected = Files.readAllLines(PARITY.resolve(name + ".f0.csv"));

        // when
        List<Row> rows = f0(PARITY.resolve(name + ".flac"), StageParameters.Pitch.DEFAULT);

        // then
        assertThat(rows).hasSize(expected.size() - 1);
        int sameVoicing = 0;
        int voiced = 0;
        int sameF0 = 0;
        for (int i = 0; i < rows.size(); i++) {
            String[] columns = expected.get(i + 1).split(",", -1);
            boolean expectVoiced = columns[2].equals("1");
            sameVoicing += expectVoiced == rows.get(i).voiced() ? 1 : 0;
            voiced += expectVoiced ? 1 : 0;
            sameF0 += expectVoiced && isWithinFiveCents(rows.get(i), Double.parseDouble(columns[1])) ? 1 : 0;
            assertThat(rows.get(i).seconds()).isCloseTo(i * 512 / 22_050.0, within(1e-6));
        }
        assertThat(sameVoicing).isGreaterThanOrEqualTo((int) Math.ceil(0.999 * rows.size()));
        assertThat(sameF0).isGreaterThanOrEqualTo((int) Math.ceil(0.999 * voiced));
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000})
    void shouldFindAToneInAFileOfAnyRate(int rateHz) throws Exception {
        // given
        Path upload = ToneFile.write(folder.resolve("tone.wav"), rateHz, 440);

        // when
        List<Row> rows = f0(upload, StageParameters.Pitch.DEFAULT);

        // then
        assertThat(rows).hasSizeBetween(43, 45);
        assertThat(rows.subList(3, rows.size() - 3))
                .allSatisfy(row -> assertThat(row.f0Hz().orElse(0)).isCloseTo(440, within(1.5)));
    }

    @Test
    void shouldSearchTheWholeRangeThatMayBeAsked() throws Exception {
        // given
        Path upload = ToneFile.write(folder.resolve("low.wav"), 22_050, 31);

        // when
        List<Row> rows = f0(upload, new StageParameters.Pitch(30, 4000, null));

        // then
        assertThat(rows.subList(6, rows.size() - 6))
                .allSatisfy(row -> assertThat(row.f0Hz().orElse(0)).isCloseTo(31, within(0.3)));
    }

    private List<Row> f0(Path upload, StageParameters.Pitch parameters) throws Exception {
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        StageOutput output = stage.run(new FileContext(upload, scratch, parameters));
        Path csv = output.files().stream()
                .filter(file -> file.name().equals("f0.csv"))
                .findFirst()
                .orElseThrow()
                .path();
        return Files.readAllLines(csv).stream().skip(1).map(Row::parse).toList();
    }

    private static boolean isWithinFiveCents(Row row, double expectedHz) {
        return row.voiced() && Math.abs(Math.log(row.f0Hz().orElseThrow() / expectedHz)) < Math.log(2) * 5 / 1200;
    }

    private record Row(double seconds, OptionalDouble f0Hz, boolean voiced) {
        static Row parse(String line) {
            String[] columns = line.split(",", -1);
            return new Row(
                    Double.parseDouble(columns[0]),
                    columns[1].isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(columns[1])),
                    columns[2].equals("1"));
        }
    }
}
