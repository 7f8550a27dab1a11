package io.melolog.worker.dsp.score;

import java.util.Locale;

/** LilyPond source of one melody, for version 2.20 and later; {@code lilypond score.ly} prints it and writes a MIDI file of what is written. */
final class LilyPondWriter {
    private final StringBuilder out = new StringBuilder(1 << 14);
    private final Score score;

    private LilyPondWriter(Score score) {
        this.score = score;
    }

    /** The text of {@code score.ly}. */
    static String write(Score score) {
        LilyPondWriter writer = new LilyPondWriter(score);
        writer.head();
        for (Measure measure : score.measures()) {
            writer.measure(measure);
        }
        writer.out.append("  \\bar \"|.\"\n}\n\n\\score {\n  \\new Staff \\melody\n  \\layout { }\n  \\midi { }\n}\n");
        return writer.out.toString();
    }

    private void head() {
        ScoreGrid grid = score.grid();
        Meter meter = grid.meter();
        out.append("\\version \"2.20.0\"\n\n\\header { tagline = ##f }\n\nmelody = {\n");
        out.append("  \\clef \"").append(clef()).append("\"\n");
        Key key = score.writtenKey();
        if (key != null) {
            out.append("  \\key ").append(tonic(key)).append(key.minor() ? " \\minor\n" : " \\major\n");
        }
        out.append("  \\time ").append(meter.label()).append('\n');
        tempo(grid);
        if (grid.pickupTicks() > 0) {
            // In sixteenths, which every pick-up is made of, or thirds of a quarter.
            int ticks = grid.pickupTicks();
            out.append("  \\partial ")
                    .append(ticks % 6 == 0 ? "16*" + ticks / 6 : "4*" + ticks + "/24")
                    .append('\n');
        }
    }

    private void tempo(ScoreGrid grid) {
        String unit = grid.meter().compound() ? "4." : "4";
        String mark = unit + " = " + Math.round(grid.playedBpm());
        if (grid.tempoBpm() == null) {
            out.append("  \\tempo \\markup { \\normal-text \\italic \"tempo unknown\" }\n");
            out.append("  \\set Score.tempoHideNote = ##t\n");
        }
        out.append("  \\tempo ").append(mark).append('\n');
    }

    private String clef() {
        return switch (score.clef()) {
            case TREBLE -> "treble";
            case TREBLE_8VB -> "treble_8";
            case BASS -> "bass";
        };
    }

    private static String tonic(Key key) {
        String name = key.name();
        String letter = name.substring(0, 1).toLowerCase(Locale.ROOT);
        return letter + (name.charAt(1) == '#' ? "is" : name.charAt(1) == 'b' ? "es" : "");
    }

    private void measure(Measure measure) {
        out.append("  ");
        var symbols = measure.symbols();
        for (int i = 0; i < symbols.size(); i++) {
            Symbol symbol = symbols.get(i);
            if (symbol.rest() && symbol.length() == measure.ticks() && !measure.pickup()) {
                out.append("R4*").append(symbol.length()).append('/').append(Meter.TICKS_PER_QUARTER);
            } else {
                Triplets.Mark mark = Triplets.mark(symbols, i);
                out.append(mark == Triplets.Mark.START ? "\\tuplet 3/2 { " : "");
                symbol(symbol);
                out.append(mark == Triplets.Mark.STOP ? " }" : "");
            }
            out.append(' ');
        }
        out.append("|\n");
    }

    private void symbol(Symbol symbol) {
        Spelling pitch = symbol.pitch();
        out.append(symbol.grace() ? "\\acciaccatura " : "");
        out.append(pitch == null ? "r" : name(pitch));
        out.append(NoteValue.of(symbol.length()).lilyPond());
        out.append(NoteValue.dotted(symbol.length()) ? "." : "");
        out.append(symbol.tiedTo() ? "~" : "");
    }

    private static String name(Spelling pitch) {
        String letter = String.valueOf(pitch.step()).toLowerCase(Locale.ROOT);
        String alter = pitch.alter() >= 0 ? "is".repeat(pitch.alter()) : "es".repeat(-pitch.alter());
        int marks = pitch.octave() - 3;
        return letter + alter + (marks >= 0 ? "'".repeat(marks) : ",".repeat(-marks));
    }
}
