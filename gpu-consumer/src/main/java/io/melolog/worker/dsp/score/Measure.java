package io.melolog.worker.dsp.score;

import java.util.List;

/**
 * One bar of the score.
 *
 * @param number as counted by musicians: 1 for the first whole bar, 0 for a pick-up
 * @param ticks its length
 * @param symbols what fills it, in order; places count from where a whole bar would begin, so those of a pick-up do not begin at 0
 */
public record Measure(int number, int ticks, List<Symbol> symbols) {
    public Measure {
        symbols = List.copyOf(symbols);
    }

    boolean pickup() {
        return number == 0;
    }

    boolean empty() {
        return symbols.stream().allMatch(Symbol::rest);
    }
}
