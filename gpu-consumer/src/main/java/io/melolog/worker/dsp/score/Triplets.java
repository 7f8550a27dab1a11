package io.melolog.worker.dsp.score;

import java.util.List;

/** Where the brackets of triplets begin and end: a bracket spans one beat. */
final class Triplets {
    private static final int BEAT = Meter.TICKS_PER_QUARTER;

    private Triplets() {}

    /** What stands at a symbol. */
    enum Mark {
        NONE,
        START,
        STOP
    }

    static Mark mark(List<Symbol> bar, int i) {
        Symbol symbol = bar.get(i);
        if (!symbol.triplet()) {
            return Mark.NONE;
        }
        boolean starts = symbol.start() % BEAT == 0;
        boolean stops = symbol.end() % BEAT == 0;
        return starts ? Mark.START : stops ? Mark.STOP : Mark.NONE;
    }
}
