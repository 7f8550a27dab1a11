package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.beat.BeatTrack;
import io.melolog.worker.dsp.beat.DynamicBeatTracker;
import io.melolog.worker.dsp.note.Note;
import io.melolog.worker.dsp.note.Pitch;
import io.melolog.worker.dsp.pcm.PcmFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By hand, from notes to score files: {@code ScoreMain NOTES OUT [ACCOMPANIMENT.f32 [SEMITONES]]}. NOTES is a table {@code onset_s,offset_s,midi}, a
 * {@code notes.json} of ours, or, if its name ends in {@code .f32}, a recording to be transcribed. Recordings are raw floats, mono, 22,050 Hz
 * ({@code ffmpeg -i x -ac 1 -ar 22050 -f f32le x.f32}); {@code -} for no accompaniment.
 */
final class ScoreMain {
    private static final int RATE_HZ = 22_050;

    private ScoreMain() {}

    public static void main(String[] args) throws IOException {
        boolean accompanied = args.length > 2 && !args[2].equals("-");
        Optional<BeatTrack> beats = accompanied
                ? new DynamicBeatTracker().track(recording(Path.of(args[2])), () -> false)
                : Optional.empty();
        ScoreRequest request = new ScoreRequest(beats, args.length > 3 ? Integer.parseInt(args[3]) : 0);
        Path out = Files.createDirectories(Path.of(args[1]));
        Path input = Path.of(args[0]);
        if (args[0].endsWith(".f32")) {
            PitchAnalysis analysis = PitchAnalyzer.standard()
                    .analyze(recording(input), new PitchSource.Upload(), request, done -> {}, () -> false);
            ScoreFiles.write(out, analysis, "recording");
        } else {
            ScoreFiles.writeScore(out, ScoreBuilder.build(notes(input), request), "recording");
        }
    }

    private static PcmFile recording(Path file) throws IOException {
        return new PcmFile(file, RATE_HZ, 1, Files.size(file) / Float.BYTES);
    }

    /** The notes of a table or of a {@code notes.json}, at their tempered pitches. */
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
        return new double[] {Double.parseDouble(fields[0]), Double.parseDouble(fields[1]), Double.parseDouble(fields[2])
        };
    }
}
