package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.melolog.worker.dsp.note.Note;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings at the limits. The time-outs only end what would never end. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LargeScoreTest {
    private static final double THREE_HOURS = 3 * 3600;

    @TempDir
    Path folder;

    @Test
    void shouldWriteTenThousandNotes() throws Exception {
        assertThat(writtenAndRead(Melodies.random(new Random(1), 10_000))).hasSize(10_000);
    }

    @Test
    void shouldWriteThreeHoursOfSong() throws Exception {
        // given
        Random random = new Random(2);
        List<Note> notes = new ArrayList<>();
        for (double at = 0; at < THREE_HOURS; at += 0.5 * (1 + random.nextInt(3))) {
            notes.add(Melodies.note(at, 0.4, 60 + random.nextInt(12)));
        }

        // then
        assertThat(writtenAndRead(notes)).hasSameSizeAs(notes);
    }

    @Test
    void shouldWriteNotesThatLieHoursApart() throws Exception {
        // given
        List<Note> notes = List.of(
                Melodies.note(0, 0.5, 60),
                Melodies.note(0.5, 0.5, 62),
                Melodies.note(THREE_HOURS / 2, 0.5, 64),
                Melodies.note(THREE_HOURS - 1, 0.5, 65));

        // then
        assertThat(writtenAndRead(notes)).hasSize(4);
    }

    @Test
    void shouldWriteANoteThatLastsAnHour() throws Exception {
        assertThat(writtenAndRead(List.of(Melodies.note(0, 3600, 60)))).hasSize(1);
    }

    @Test
    void shouldWriteTheFastestAndTheSlowestMusic() throws Exception {
        assertThat(writtenAndRead(Melodies.line(600, 0, new double[] {0.25}, new int[400])))
                .hasSize(400);
        assertThat(writtenAndRead(Melodies.line(4, 0, new double[] {1}, new int[60])))
                .hasSize(60);
    }

    private List<MusicXmlReader.Sound> writtenAndRead(List<Note> notes) throws Exception {
        ScoreFiles.writeScore(folder, ScoreBuilder.build(notes, ScoreRequest.AS_SUNG), "song");
        return new MusicXmlReader(Files.readString(folder.resolve(ScoreFiles.SCORE_MUSICXML))).sounds;
    }
}
