package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import io.melolog.worker.dsp.note.Pitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From notes to score files, to look at: {@code ScoreMain NOTES.csv OUT [SEMITONES]}, where the first is a table {@code onset_s,offset_s,midi} or a
 * {@code notes.json} of ours.
 */
final class ScoreMain {
    private ScoreMain() {}

    public static void main(String[] args) throws IOException {
        int semitones = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        Path out = Files.createDirectories(Path.of(args[1]));
        ScoreRequest request = new ScoreRequest(ScoreRequest.AS_SUNG.accompaniment(), semitones);
        ScoreFiles.writeScore(out, ScoreBuilder.build(notes(Path.of(args[0])), request), "recording");
    }

    static List<Note> notes(Path file) throws IOException {
        List<Note> notes = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            double[] numbers = numbers(line);
            if (numbers.length == 3) {
                int midi = (int) Math.rint(numbers[2]);
                double seconds = Math.max(0.02, numbers[1] - numbers[0]);
                notes.add(new Note(numbers[0], seconds, midi, Pitch.name(midi), Pitch.frequencyHz(midi), 0, 1));
            }
        }
        return notes;
    }

    private static double[] numbers(String line) {
        if (line.startsWith("{\"onsetSeconds\":")) {
            String[] fields = line.split("[:,]", -1);
            double onset = Double.parseDouble(fields[1]);
            return new double[] {onset, onset + Double.parseDouble(fields[3]), Double.parseDouble(fields[5])};
        }
        if (!line.matches("[0-9.]+,[0-9.]+,[0-9.]+")) {
            return new double[0];
        }
        String[] fields = line.split(",", -1);
        return new double[] {Double.parseDouble(fields[0]), Double.parseDouble(fields[1]), Double.parseDouble(fields[2])};
    }
}
