package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import io.melolog.worker.dsp.note.Pitch;

/**
 * The text format of UltraStar and the karaoke programs that read it (format 1.0): one note per line, {@code : beat length pitch text}, where pitch 0 is
 * C4. Its "beats" are quarters of a beat of {@code #BPM} and count from {@code #GAP}; a fixed high {@code #BPM} makes them 25 ms, so that every time is
 * true to 12.5 ms whatever the tempo. Without words the notes' names are sung.
 */
final class UltraStarWriter {
    /** Four ticks each: 25 ms. */
    static final int BPM = 600;

    private static final double TICKS_PER_SECOND = BPM * 4 / 60.0;
    private static final double LINE_BREAK_SECONDS = 0.6;
    private static final int MAX_NOTES_PER_LINE = 12;
    private static final int MIDI_OF_PITCH_0 = 60;

    private UltraStarWriter() {}

    /**
     * The text of {@code score.ultrastar.txt}.
     *
     * @param audio the file of the recording that a karaoke program plays
     */
    static String write(Score score, String audio) {
        StringBuilder out = new StringBuilder();
        double gap = score.notes().isEmpty() ? 0 : score.notes().getFirst().onsetSeconds();
        long gapMillis = Math.round(gap * 1000);
        out.append("#VERSION:1.0.0\n#TITLE:Melody\n#ARTIST:Unknown\n#MP3:")
                .append(audio)
                .append('\n');
        out.append("#BPM:").append(BPM).append("\n#GAP:").append(gapMillis).append('\n');
        long free = 0;
        int inLine = 0;
        for (int i = 0; i < score.notes().size(); i++) {
            Note note = score.notes().get(i);
            long start = Math.max(free, ticks(note.onsetSeconds(), gapMillis));
            long end = Math.max(start + 1, ticks(note.endSeconds(), gapMillis));
            if (i > 0 && breaks(score.notes().get(i - 1), note, inLine)) {
                out.append("- ").append(free).append('\n');
                inLine = 0;
            }
            int midi = score.writtenMidi(note);
            out.append(": ").append(start).append(' ').append(end - start);
            out.append(' ')
                    .append(midi - MIDI_OF_PITCH_0)
                    .append(' ')
                    .append(Pitch.name(midi))
                    .append(" \n");
            free = end;
            inLine++;
        }
        return out.append("E\n").toString();
    }

    private static long ticks(double seconds, long gapMillis) {
        return Math.max(0, Math.round((seconds - gapMillis / 1000.0) * TICKS_PER_SECOND));
    }

    private static boolean breaks(Note before, Note note, int inLine) {
        double rest = note.onsetSeconds() - before.endSeconds();
        return rest >= LINE_BREAK_SECONDS || inLine >= MAX_NOTES_PER_LINE;
    }
}
