package io.melolog.worker.dsp.score;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a pitch analysis, byte for byte the same for the same analysis. */
public final class ScoreFiles {
    public static final String F0_CSV = "f0.csv";
    public static final String MELODY_CSV = "melody.csv";
    public static final String NOTES_JSON = "notes.json";
    public static final String SCORE_MUSICXML = "score.musicxml";
    public static final String SCORE_MID = "score.mid";

    private ScoreFiles() {}

    /** Writes all five into an existing directory, replacing what is there. */
    public static void write(Path directory, PitchAnalysis analysis) throws IOException {
        try (Writer out = Files.newBufferedWriter(directory.resolve(F0_CSV))) {
            TrackCsvWriter.write(analysis.f0(), out);
        }
        try (Writer out = Files.newBufferedWriter(directory.resolve(MELODY_CSV))) {
            TrackCsvWriter.write(analysis.melody(), out);
        }
        Files.writeString(directory.resolve(NOTES_JSON), NotesJsonWriter.write(analysis));
        Files.writeString(
                directory.resolve(SCORE_MUSICXML),
                MusicXmlWriter.write(analysis.notes(), analysis.clef(), analysis.key(), analysis.grid()));
        Files.write(directory.resolve(SCORE_MID), MidiWriter.write(analysis.notes(), analysis.grid()));
    }
}
