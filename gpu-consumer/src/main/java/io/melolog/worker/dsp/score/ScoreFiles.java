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

    public static final String SCORE_LY = "score.ly";
    public static final String SCORE_ULTRASTAR = "score.ultrastar.txt";

    private ScoreFiles() {}

    /**
     * Writes all seven into an existing directory, replacing what is there.
     *
     * @param recording the audio file that a karaoke program is to play with {@link #SCORE_ULTRASTAR}
     */
    public static void write(Path directory, PitchAnalysis analysis, String recording) throws IOException {
        try (Writer out = Files.newBufferedWriter(directory.resolve(F0_CSV))) {
            TrackCsvWriter.write(analysis.f0(), out);
        }
        try (Writer out = Files.newBufferedWriter(directory.resolve(MELODY_CSV))) {
            TrackCsvWriter.write(analysis.melody(), out);
        }
        writeScore(directory, analysis.score(), recording);
    }

    /** Writes those that need notes only. */
    static void writeScore(Path directory, Score score, String recording) throws IOException {
        Files.writeString(directory.resolve(NOTES_JSON), NotesJsonWriter.write(score));
        Files.writeString(directory.resolve(SCORE_MUSICXML), MusicXmlWriter.write(score));
        Files.write(directory.resolve(SCORE_MID), MidiWriter.write(score));
        Files.writeString(directory.resolve(SCORE_LY), LilyPondWriter.write(score));
        Files.writeString(directory.resolve(SCORE_ULTRASTAR), UltraStarWriter.write(score, recording));
    }
}
