package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MusicXML 4.0 (score-partwise) of one melody. The same analysis always gives the same text: no date, no identifier. No document
 * type either: parsers would fetch it.
 *
 * <p>Bar 1 starts at {@link BeatGrid#firstBarlineSeconds}, so the score keeps the recording's time, rests included.
 */
final class MusicXmlWriter {
    private static final Map<Integer, String> TYPES =
            Map.of(16, "whole", 12, "half", 8, "half", 6, "quarter", 4, "quarter", 3, "eighth", 2, "eighth", 1, "16th");

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final int fifths;
    /** What a letter and octave means from here to the barline, where it is not what the key says. */
    private final Map<String, Integer> alterInBar = new HashMap<>();

    private MusicXmlWriter(int fifths) {
        this.fifths = fifths;
    }

    /** The text of {@code score.musicxml}. */
    static String write(List<Note> notes, Clef clef, @Nullable Key key, BeatGrid grid) {
        MusicXmlWriter writer = new MusicXmlWriter(key == null ? 0 : key.fifths());
        writer.head();
        List<List<Symbol>> bars = Engraver.bars(Quantiser.quantise(notes, grid));
        for (int i = 0; i < bars.size(); i++) {
            writer.line(2, "<measure number=\"" + (i + 1) + "\">");
            if (i == 0) {
                writer.attributes(clef, key);
                writer.tempo(grid);
            }
            writer.bar(bars.get(i));
            if (i == bars.size() - 1) {
                writer.line(3, "<barline location=\"right\"><bar-style>light-heavy</bar-style></barline>");
            }
            writer.line(2, "</measure>");
        }
        writer.line(1, "</part>");
        writer.line(0, "</score-partwise>");
        return writer.out.toString();
    }

    private void head() {
        line(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        line(0, "<score-partwise version=\"4.0\">");
        line(
                1,
                "<identification><encoding><software>Melolog</software>"
                        + "<supports element=\"accidental\" type=\"yes\"/><supports element=\"beam\" type=\"yes\"/>"
                        + "</encoding></identification>");
        line(1, "<part-list><score-part id=\"P1\"><part-name>Melody</part-name></score-part></part-list>");
        line(1, "<part id=\"P1\">");
    }

    private void attributes(Clef clef, @Nullable Key key) {
        String mode = key == null ? "" : "<mode>" + (key.minor() ? "minor" : "major") + "</mode>";
        line(3, "<attributes>");
        line(4, "<divisions>" + BeatGrid.SIXTEENTHS_PER_BEAT + "</divisions>");
        line(4, "<key><fifths>" + fifths + "</fifths>" + mode + "</key>");
        line(4, "<time><beats>4</beats><beat-type>4</beat-type></time>");
        line(4, "<clef><sign>" + clef.sign() + "</sign><line>" + clef.line() + "</line></clef>");
        line(3, "</attributes>");
    }

    /** A tempo that is not known is played but not printed. */
    private void tempo(BeatGrid grid) {
        String bpm = Decimals.text(grid.bpm(), 2);
        String sound = "<sound tempo=\"" + bpm + "\"/>";
        if (!grid.tempoKnown()) {
            line(3, sound);
            return;
        }
        line(3, "<direction placement=\"above\">");
        line(
                4,
                "<direction-type><metronome><beat-unit>quarter</beat-unit><per-minute>" + Math.round(grid.bpm())
                        + "</per-minute></metronome></direction-type>");
        line(4, sound);
        line(3, "</direction>");
    }

    private void bar(List<Symbol> bar) {
        alterInBar.clear();
        List<List<String>> beams = Beams.of(bar);
        for (int i = 0; i < bar.size(); i++) {
            Symbol symbol = bar.get(i);
            line(3, "<note>");
            if (symbol.rest()) {
                rest(symbol);
            } else {
                note(symbol, beams.get(i));
            }
            line(3, "</note>");
        }
    }

    private void rest(Symbol symbol) {
        boolean wholeBar = symbol.length() == BeatGrid.SIXTEENTHS_PER_BAR;
        line(4, wholeBar ? "<rest measure=\"yes\"/>" : "<rest/>");
        line(4, "<duration>" + symbol.length() + "</duration>");
        line(4, "<voice>1</voice>");
        if (!wholeBar) {
            type(symbol.length());
        }
    }

    private void note(Symbol symbol, List<String> beams) {
        Spelling spelling = Spelling.of(symbol.midi(), fifths);
        String alter = spelling.alter() == 0 ? "" : "<alter>" + spelling.alter() + "</alter>";
        line(
                4,
                "<pitch><step>" + spelling.step() + "</step>" + alter + "<octave>" + spelling.octave()
                        + "</octave></pitch>");
        line(4, "<duration>" + symbol.length() + "</duration>");
        String ties = ties(symbol, "tie");
        if (!ties.isEmpty()) {
            line(4, ties);
        }
        line(4, "<voice>1</voice>");
        type(symbol.length());
        accidental(spelling, symbol.tiedFrom());
        for (int i = 0; i < beams.size(); i++) {
            line(4, "<beam number=\"" + (i + 1) + "\">" + beams.get(i) + "</beam>");
        }
        if (!ties.isEmpty()) {
            line(4, "<notations>" + ties(symbol, "tied") + "</notations>");
        }
    }

    private static String ties(Symbol symbol, String element) {
        return (symbol.tiedFrom() ? "<" + element + " type=\"stop\"/>" : "")
                + (symbol.tiedTo() ? "<" + element + " type=\"start\"/>" : "");
    }

    private void type(int length) {
        line(4, "<type>" + TYPES.get(length) + "</type>");
        if (length == 3 || length == 6 || length == 12) {
            line(4, "<dot/>");
        }
    }

    /** Printed where the bar so far, or else the key, says something else; never on a note that is tied over. */
    private void accidental(Spelling spelling, boolean tiedFrom) {
        String place = spelling.step() + "" + spelling.octave();
        int standing = alterInBar.getOrDefault(place, Spelling.alterInKey(spelling.step(), fifths));
        if (tiedFrom || standing == spelling.alter()) {
            return;
        }
        alterInBar.put(place, spelling.alter());
        line(4, "<accidental>" + accidentalName(spelling.alter()) + "</accidental>");
    }

    private static String accidentalName(int alter) {
        return switch (alter) {
            case -2 -> "flat-flat";
            case -1 -> "flat";
            case 0 -> "natural";
            case 1 -> "sharp";
            case 2 -> "double-sharp";
            default -> throw new IllegalArgumentException("no accidental for " + alter);
        };
    }

    private void line(int depth, String text) {
        out.repeat("  ", depth).append(text).append('\n');
    }
}
