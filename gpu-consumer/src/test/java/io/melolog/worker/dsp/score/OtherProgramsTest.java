package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.melolog.worker.dsp.note.Note;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.sound.midi.MidiSystem;
import javax.sound.midi.Sequence;
import javax.sound.midi.ShortMessage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LilyPond and MuseScore read our files and say in MIDI what they understood; skipped where they are not installed. */
class OtherProgramsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldMeanTheSameToLilyPond(long seed) throws Exception {
        // given
        String lilypond = installed("lilypond");
        Score score = score(seed);

        // when
        run(lilypond, "--loglevel=WARN", "-o", "score", "score.ly");

        // then
        assertThat(quarters(folder.resolve("score.midi"))).isEqualTo(written(score));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldMeanTheSameToMuseScore(long seed) throws Exception {
        // given
        String museScore = installed("mscore3", "mscore", "musescore3");
        Score score = score(seed);

        // when
        run(museScore, "-o", "read.mid", "score.musicxml");

        // then
        assertThat(quarters(folder.resolve("read.mid"))).isEqualTo(written(score));
    }

    private Score score(long seed) throws IOException {
        Random random = new Random(seed);
        List<Note> notes = new ArrayList<>();
        double at = 0.3;
        for (int i = 0; i < 60; i++) {
            double seconds = 0.15 * (1 + random.nextInt(8)) + 0.01 * random.nextGaussian();
            notes.add(Melodies.note(at, seconds * random.nextDouble(0.4, 1), 50 + random.nextInt(30)));
            at += seconds;
        }
        Score score = ScoreBuilder.build(notes, Melodies.transposed((int) seed * 3 - 5));
        assertThat(score.written())
                .as("programs do not agree when grace notes sound")
                .noneMatch(GridNote::grace);
        ScoreFiles.writeScore(folder, score, "song");
        return score;
    }

    /** Place in 24ths of a quarter and number of each note. */
    private static List<String> written(Score score) {
        return score.written().stream()
                .map(note -> place((note.start() - score.grid().firstTick()) / 24.0, note.midi()))
                .toList();
    }

    private static List<String> quarters(Path midi) throws Exception {
        Sequence sequence = MidiSystem.getSequence(midi.toFile());
        List<String> places = new ArrayList<>();
        for (var track : sequence.getTracks()) {
            for (int i = 0; i < track.size(); i++) {
                if (track.get(i).getMessage() instanceof ShortMessage message
                        && message.getCommand() == ShortMessage.NOTE_ON
                        && message.getData2() > 0) {
                    places.add(place((double) track.get(i).getTick() / sequence.getResolution(), message.getData1()));
                }
            }
        }
        return places;
    }

    private static String place(double quarters, int midi) {
        return Math.rint(quarters * 24) + ":" + midi;
    }

    private static String installed(String... names) {
        for (String name : names) {
            for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
                if (Files.isExecutable(Path.of(folder, name))) {
                    return name;
                }
            }
        }
        assumeTrue(false, () -> Arrays.toString(names) + " is not installed: its reading of our files is not tested");
        throw new AssertionError();
    }

    private void run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("QT_QPA_PLATFORM", "offscreen");
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log.txt")))
                .isZero();
    }
}
