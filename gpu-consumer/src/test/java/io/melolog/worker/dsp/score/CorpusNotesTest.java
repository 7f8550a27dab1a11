package io.melolog.worker.dsp.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.melolog.worker.dsp.note.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Floors of accuracy, a little under what was reached, where the shared recordings and an ffmpeg are at hand. */
class CorpusNotesTest {
    private static final Path AUDIO = Path.of(System.getProperty("melolog.shared", "../shared"), "audio");
    private static final Path MANIFEST = AUDIO.resolve("manifest.json");
    private static final double ONSET_SECONDS = 0.05;
    private static final double PITCH_SEMITONES = 0.5;

    @ParameterizedTest
    @CsvSource({
        "sung_baritone_legato, 0.85",
        "sung_pop_female_lyrics, 0.9",
        "sung_tenor_fast, 0.82",
        "sung_soprano_room, 0.85",
        "real_vocadito_1, 0.65",
        "inst_flute, 0.93",
        "inst_violin, 0.82",
        "inst_trumpet, 0.93",
        "inst_cello, 0.8",
        "edge_very_quiet, 0.85",
        "edge_clipped, 0.9",
        "edge_hummed_mains50, 0.9",
        "edge_one_note_340ms, 1"
    })
    void shouldHearTheNotes(String id, double leastF) throws Exception {
        // given
        NoteEvaluation.Item item = item(id);
        List<Truth> truth = truth(AUDIO.resolve("gt").resolve(id + ".notes.csv"));

        // when
        List<Note> notes = NoteEvaluation.analyze(item.audio(), 0, false).notes();

        // then
        double f = 2.0 * matches(truth, notes) / (truth.size() + notes.size());
        assertThat(f).as("F of onset and pitch").isGreaterThanOrEqualTo(leastF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge_noise_pink", "edge_silence", "edge_drums_only", "edge_speech"})
    void shouldHearNoNotes(String id) throws Exception {
        assertThat(NoteEvaluation.analyze(item(id).audio(), 0, false).notes())
                .hasSizeLessThanOrEqualTo(id.equals("edge_speech") ? 2 : 0);
    }

    @Test
    void shouldHearTheNotesOfSeparatedVocals() throws Exception {
        // given
        assumeRecordings();
        List<NoteEvaluation.Item> mixes = NoteEvaluation.items(MANIFEST, true);
        int matched = 0;
        int total = 0;

        // when
        for (NoteEvaluation.Item mix : mixes) {
            List<Truth> truth = truth(AUDIO.resolve("gt").resolve(mix.id() + ".notes.csv"));
            List<Note> notes =
                    NoteEvaluation.analyze(mix.audio(), mix.gainDb(), true).notes();
            matched += matches(truth, notes);
            total += truth.size() + notes.size();
        }

        // then
        assertThat(2.0 * matched / total).isGreaterThan(0.85);
    }

    private static void assumeRecordings() throws InterruptedException {
        assumeThat(MANIFEST).exists();
        boolean ffmpeg;
        try {
            ffmpeg = new ProcessBuilder("ffmpeg", "-version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            ffmpeg = false;
        }
        assumeThat(ffmpeg).as("an ffmpeg on the path").isTrue();
    }

    private static NoteEvaluation.Item item(String id) throws InterruptedException {
        assumeRecordings();
        return NoteEvaluation.items(MANIFEST, false).stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private record Truth(double onsetSeconds, double midi) {}

    private static List<Truth> truth(Path csv) throws IOException {
        List<Truth> notes = new ArrayList<>();
        for (String line : Files.readAllLines(csv)) {
            String[] columns = line.split(",");
            if (!columns[0].equals("onset_s")) {
                notes.add(new Truth(Double.parseDouble(columns[0]), Double.parseDouble(columns[2])));
            }
        }
        return notes;
    }

    /** Size of the largest matching, as mir_eval counts. */
    private static int matches(List<Truth> truth, List<Note> notes) {
        int[] owner = new int[notes.size()];
        Arrays.fill(owner, -1);
        int matches = 0;
        for (int i = 0; i < truth.size(); i++) {
            matches += augment(i, truth, notes, owner, new boolean[notes.size()]) ? 1 : 0;
        }
        return matches;
    }

    private static boolean augment(int i, List<Truth> truth, List<Note> notes, int[] owner, boolean[] seen) {
        for (int j = 0; j < owner.length; j++) {
            Note note = notes.get(j);
            boolean near = Math.abs(note.onsetSeconds() - truth.get(i).onsetSeconds()) <= ONSET_SECONDS + 1e-4
                    && Math.abs(note.midi() - truth.get(i).midi()) <= PITCH_SEMITONES;
            if (near && !seen[j]) {
                seen[j] = true;
                if (owner[j] < 0 || augment(owner[j], truth, notes, owner, seen)) {
                    owner[j] = i;
                    return true;
                }
            }
        }
        return false;
    }
}
