package io.melolog.worker.dsp.score;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * MusicXML 4.0 (score-partwise) of one melody. The same score always gives the same text: no date, no identifier. No document
 * type either: parsers would fetch it.
 */
final class MusicXmlWriter {
    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Score score;
    private final int fifths;
    /** What a letter and octave means from here to the barline, where it is not what the key says. */
    private final Map<String, Integer> alterInBar = new HashMap<>();

    private MusicXmlWriter(Score score) {
        this.score = score;
        this.fifths = score.fifths();
    }

    /** The text of {@code score.musicxml}. */
    static String write(Score score) {
        MusicXmlWriter writer = new MusicXmlWriter(score);
        writer.head();
        List<Measure> measures = score.measures();
        for (int i = 0; i < measures.size(); i++) {
            writer.measure(measures.get(i), i == 0, i == measures.size() - 1);
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

    private void measure(Measure measure, boolean first, boolean last) {
        String implicit = measure.pickup() ? " implicit=\"yes\"" : "";
        line(2, "<measure number=\"" + measure.number() + "\"" + implicit + ">");
        if (first) {
            attributes();
            tempo();
        }
        symbols(measure);
        if (last) {
            line(3, "<barline location=\"right\"><bar-style>light-heavy</bar-style></barline>");
        }
        line(2, "</measure>");
    }

    private void attributes() {
        Key key = score.writtenKey();
        Clef clef = score.clef();
        Meter meter = score.grid().meter();
        String mode = key == null ? "" : "<mode>" + (key.minor() ? "minor" : "major") + "</mode>";
        String octaves = clef.octaves() == 0 ? "" : "<clef-octave-change>" + clef.octaves() + "</clef-octave-change>";
        line(3, "<attributes>");
        line(4, "<divisions>" + Meter.TICKS_PER_QUARTER + "</divisions>");
        line(4, "<key><fifths>" + fifths + "</fifths>" + mode + "</key>");
        line(4, "<time><beats>" + meter.beats() + "</beats><beat-type>" + meter.beatType() + "</beat-type></time>");
        line(4, "<clef><sign>" + clef.sign() + "</sign><line>" + clef.line() + "</line>" + octaves + "</clef>");
        line(3, "</attributes>");
    }

    /** A tempo that is not known is played but not printed. */
    private void tempo() {
        ScoreGrid grid = score.grid();
        Double known = grid.tempoBpm();
        double quarters = grid.playedBpm() * grid.meter().beatTicks() / Meter.TICKS_PER_QUARTER;
        String printed = known == null
                ? "<words font-style=\"italic\">tempo unknown</words>"
                : "<metronome><beat-unit>quarter</beat-unit>"
                        + (grid.meter().compound() ? "<beat-unit-dot/>" : "")
                        + "<per-minute>" + Math.round(known) + "</per-minute></metronome>";
        line(3, "<direction placement=\"above\">");
        line(4, "<direction-type>" + printed + "</direction-type>");
        line(4, "<sound tempo=\"" + Decimals.text(quarters, 2) + "\"/>");
        line(3, "</direction>");
    }

    private void symbols(Measure measure) {
        alterInBar.clear();
        List<Symbol> symbols = measure.symbols();
        List<List<String>> beams = Beams.of(score.grid().meter(), symbols);
        for (int i = 0; i < symbols.size(); i++) {
            Symbol symbol = symbols.get(i);
            line(3, "<note>");
            Spelling pitch = symbol.pitch();
            if (pitch == null) {
                rest(symbol, measure, Triplets.mark(symbols, i));
            } else {
                note(symbol, pitch, beams.get(i), Triplets.mark(symbols, i));
            }
            line(3, "</note>");
        }
    }

    private void rest(Symbol symbol, Measure measure, Triplets.Mark triplet) {
        boolean wholeBar = symbol.length() == measure.ticks() && !measure.pickup();
        line(4, wholeBar ? "<rest measure=\"yes\"/>" : "<rest/>");
        line(4, "<duration>" + symbol.length() + "</duration>");
        line(4, "<voice>1</voice>");
        if (!wholeBar) {
            type(symbol);
            notations("", triplet);
        }
    }

    private void note(Symbol symbol, Spelling pitch, List<String> beams, Triplets.Mark triplet) {
        if (symbol.grace()) {
            line(4, "<grace slash=\"yes\"/>");
        }
        String alter = pitch.alter() == 0 ? "" : "<alter>" + pitch.alter() + "</alter>";
        line(4, "<pitch><step>" + pitch.step() + "</step>" + alter + "<octave>" + pitch.octave() + "</octave></pitch>");
        if (!symbol.grace()) {
            line(4, "<duration>" + symbol.length() + "</duration>");
        }
        String ties = ties(symbol, "tie");
        if (!ties.isEmpty()) {
            line(4, ties);
        }
        line(4, "<voice>1</voice>");
        accidentalAndType(symbol, pitch);
        for (int i = 0; i < beams.size(); i++) {
            line(4, "<beam number=\"" + (i + 1) + "\">" + beams.get(i) + "</beam>");
        }
        notations(ties(symbol, "tied"), triplet);
    }

    private static String ties(Symbol symbol, String element) {
        return (symbol.tiedFrom() ? "<" + element + " type=\"stop\"/>" : "")
                + (symbol.tiedTo() ? "<" + element + " type=\"start\"/>" : "");
    }

    private void notations(String ties, Triplets.Mark triplet) {
        String bracket =
                switch (triplet) {
                    case START -> "<tuplet type=\"start\" bracket=\"yes\"/>";
                    case STOP -> "<tuplet type=\"stop\"/>";
                    case NONE -> "";
                };
        if (!ties.isEmpty() || !bracket.isEmpty()) {
            line(4, "<notations>" + ties + bracket + "</notations>");
        }
    }

    private void accidentalAndType(Symbol symbol, Spelling pitch) {
        line(4, "<type>" + NoteValue.of(symbol.length()).musicXml() + "</type>");
        if (NoteValue.dotted(symbol.length()) && !symbol.grace()) {
            line(4, "<dot/>");
        }
        accidental(pitch, symbol.tiedFrom());
        modification(symbol);
    }

    private void type(Symbol symbol) {
        line(4, "<type>" + NoteValue.of(symbol.length()).musicXml() + "</type>");
        if (NoteValue.dotted(symbol.length())) {
            line(4, "<dot/>");
        }
        modification(symbol);
    }

    private void modification(Symbol symbol) {
        if (symbol.triplet()) {
            line(
                    4,
                    "<time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes>"
                            + "</time-modification>");
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
