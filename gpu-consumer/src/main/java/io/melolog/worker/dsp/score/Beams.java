package io.melolog.worker.dsp.score;

import java.util.ArrayList;
import java.util.List;

/** Beams of a bar: notes shorter than a quarter that follow each other within one beat are joined. */
final class Beams {
    private Beams() {}

    /** For each symbol of a bar the MusicXML values of its beams, eighths first; an empty list for no beam. */
    static List<List<String>> of(List<Symbol> bar) {
        List<List<String>> beams = new ArrayList<>();
        for (int i = 0; i < bar.size(); i++) {
            List<String> values = new ArrayList<>();
            boolean before = joins(bar, i - 1, 2);
            boolean after = joins(bar, i, 2);
            if (before || after) {
                values.add(value(before, after));
                if (bar.get(i).length() == 1) {
                    boolean sixteenthBefore = joins(bar, i - 1, 1);
                    boolean sixteenthAfter = joins(bar, i, 1);
                    values.add(
                            sixteenthBefore || sixteenthAfter
                                    ? value(sixteenthBefore, sixteenthAfter)
                                    : before ? "backward hook" : "forward hook");
                }
            }
            beams.add(values);
        }
        return beams;
    }

    private static String value(boolean before, boolean after) {
        return before && after ? "continue" : before ? "end" : "begin";
    }

    /** Whether symbols {@code i} and {@code i + 1} share a beam of that level: 2 for eighths, 1 for sixteenths. */
    private static boolean joins(List<Symbol> bar, int i, int level) {
        if (i < 0 || i + 1 >= bar.size()) {
            return false;
        }
        Symbol left = bar.get(i);
        Symbol right = bar.get(i + 1);
        int beat = BeatGrid.SIXTEENTHS_PER_BEAT;
        return beamed(left, level) && beamed(right, level) && left.start() / beat == right.start() / beat;
    }

    private static boolean beamed(Symbol symbol, int level) {
        return !symbol.rest() && (level == 1 ? symbol.length() == 1 : symbol.length() <= 3);
    }
}
