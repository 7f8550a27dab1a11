package io.melolog.worker.dsp.score;

import java.util.ArrayList;
import java.util.List;

/**
 * Beams of a bar: notes shorter than a quarter that follow each other within one beat are joined; four or six plain eighths that fill the half or the whole
 * of a bar are joined as well.
 */
final class Beams {
    private final Meter meter;
    private final List<Symbol> bar;

    private Beams(Meter meter, List<Symbol> bar) {
        this.meter = meter;
        this.bar = bar.stream().filter(symbol -> !symbol.grace()).toList();
    }

    /** For each symbol of a bar the MusicXML values of its beams, eighths first; an empty list for no beam. */
    static List<List<String>> of(Meter meter, List<Symbol> bar) {
        Beams beams = new Beams(meter, bar);
        List<List<String>> values = new ArrayList<>();
        int i = 0;
        for (Symbol symbol : bar) {
            values.add(symbol.grace() ? List.of() : beams.values(i++));
        }
        return values;
    }

    private List<String> values(int i) {
        List<String> values = new ArrayList<>();
        Symbol symbol = bar.get(i);
        if (symbol.rest() || !(joins(i - 1, 1) || joins(i, 1))) {
            return values;
        }
        for (int level = 1; level <= NoteValue.flags(symbol.length()); level++) {
            boolean before = joins(i - 1, level);
            boolean after = joins(i, level);
            values.add(before || after ? value(before, after) : joins(i - 1, 1) ? "backward hook" : "forward hook");
        }
        return values;
    }

    private static String value(boolean before, boolean after) {
        return before && after ? "continue" : before ? "end" : "begin";
    }

    /** Whether symbols {@code i} and {@code i + 1} share the beam of that level, 1 for eighths. */
    private boolean joins(int i, int level) {
        if (i < 0 || i + 1 >= bar.size()) {
            return false;
        }
        Symbol left = bar.get(i);
        Symbol right = bar.get(i + 1);
        return flagged(left, level)
                && flagged(right, level)
                && (sameSpan(left, right, meter.beatTicks()) || inEighths(left, right));
    }

    private static boolean flagged(Symbol symbol, int level) {
        return !symbol.rest() && NoteValue.flags(symbol.length()) >= level;
    }

    private static boolean sameSpan(Symbol left, Symbol right, int ticks) {
        return left.start() / ticks == right.start() / ticks;
    }

    /** Whether both lie in a stretch of the bar that plain eighths fill. */
    private boolean inEighths(Symbol left, Symbol right) {
        int span = meter.middle();
        int eighth = Meter.TICKS_PER_QUARTER / 2;
        return !meter.compound()
                && sameSpan(left, right, span)
                && bar.stream()
                        .filter(symbol -> sameSpan(symbol, left, span))
                        .allMatch(
                                symbol -> !symbol.rest() && symbol.length() == eighth && symbol.start() % eighth == 0);
    }
}
