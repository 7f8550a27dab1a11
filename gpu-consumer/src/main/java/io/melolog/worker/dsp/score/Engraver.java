package io.melolog.worker.dsp.score;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a line of notes into bars of printable symbols: rests fill the gaps, what crosses a barline, hides the middle of a bar or has no symbol of its own
 * becomes tied notes. Used once.
 */
final class Engraver {
    private final Meter meter;
    private final int fifths;
    private final int firstTick;
    private final List<List<Symbol>> bars = new ArrayList<>();

    private Engraver(Meter meter, int fifths, int firstTick) {
        this.meter = meter;
        this.fifths = fifths;
        this.firstTick = firstTick;
    }

    /** The bars, at least one; the lengths in each add up to its own. */
    static List<Measure> measures(List<GridNote> notes, Meter meter, int fifths, int firstTick) {
        return new Engraver(meter, fifths, firstTick).engrave(notes);
    }

    private List<Measure> engrave(List<GridNote> notes) {
        int end = notes.stream().mapToInt(GridNote::end).max().orElse(0);
        int bar = meter.barTicks();
        for (int i = 0; i < Math.max(1, Math.ceilDiv(end, bar)); i++) {
            bars.add(new ArrayList<>());
        }
        int at = firstTick;
        for (GridNote note : notes) {
            place(at, Math.max(at, note.start()), null);
            Spelling pitch = Spelling.of(note.midi(), fifths);
            if (note.grace()) {
                bars.get(note.start() / bar).add(new Symbol(note.start() % bar, 0, pitch, false, false));
            }
            place(note.start(), note.end(), pitch);
            at = note.end();
        }
        place(at, bars.size() * bar, null);
        return numbered();
    }

    private void place(int from, int to, @Nullable Spelling pitch) {
        int at = from;
        while (at < to) {
            int inBar = at % meter.barTicks();
            int length = Math.min(to - at, meter.barTicks() - inBar);
            List<Integer> pieces =
                    pitch == null ? Splitting.rest(meter, inBar, length) : Splitting.note(meter, inBar, length);
            for (int piece : pieces) {
                boolean tiedFrom = pitch != null && at > from;
                boolean tiedTo = pitch != null && at + piece < to;
                bars.get(at / meter.barTicks()).add(new Symbol(at % meter.barTicks(), piece, pitch, tiedFrom, tiedTo));
                at += piece;
            }
        }
    }

    private List<Measure> numbered() {
        List<Measure> measures = new ArrayList<>();
        int number = firstTick == 0 ? 1 : 0;
        for (int i = 0; i < bars.size(); i++) {
            int ticks = i == 0 ? meter.barTicks() - firstTick : meter.barTicks();
            measures.add(new Measure(number++, ticks, bars.get(i)));
        }
        return measures;
    }
}
