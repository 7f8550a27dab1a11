package io.melolog.worker.dsp.score;

import java.util.ArrayList;
import java.util.List;

/**
 * How long each note is written: nobody holds a note to the very end, so a note lasts until the next unless a rest is clearly there. Of all ends on the
 * grid the one with the least cost is taken: the square of its distance from the true end against the number of symbols that it makes a reader read.
 */
final class Lengths {
    /** Standard deviation of ends from what is written, ticks. */
    private static final double LOOSENESS_TICKS = 8;

    /** The same where a phrase ends. */
    private static final double LOOSENESS_AT_REST_TICKS = 14;

    private static final double COST_OF_SYMBOL = 1.2;
    private static final double COST_OF_REST = 0.8;
    private static final double COST_OF_SHORT_REST = 3;
    /** After the last note rests only fill the bar. */
    private static final double COST_OF_FINAL_REST = 0.5;

    private final Meter meter;

    Lengths(Meter meter) {
        this.meter = meter;
    }

    /**
     * The written length of a note, ticks.
     *
     * @param start where it is written
     * @param end where it truly ends, ticks
     * @param next where the next note is written, after {@code start}; the end of its bar or later for the last note
     * @param last whether nothing follows
     */
    int of(int start, double end, int next, boolean last) {
        int best = next - start;
        double bestCost = cost(start, next, end, next, last);
        double reach = 2.0 * meter.beatTicks();
        int from = (int) Math.clamp(end - reach, start, next) + 1;
        for (int candidate = from; candidate < Math.min(next, end + reach); candidate++) {
            if (!onGrid(candidate, start, next)) {
                continue;
            }
            double cost = cost(start, candidate, end, next, last);
            if (cost < bestCost) {
                bestCost = cost;
                best = candidate - start;
            }
        }
        return best;
    }

    /** Ends lie on sixteenths, in a beat that is divided in three on thirds. */
    private boolean onGrid(int end, int start, int next) {
        int beat = meter.beatTicks();
        boolean thirds = start % 3 != 0 && end / beat == start / beat || next % 3 != 0 && end / beat == next / beat;
        return end % (thirds ? 8 : 6) == 0;
    }

    private double cost(int start, int written, double end, int next, boolean last) {
        boolean phraseEnds = last || next - end > meter.beatTicks();
        double distance = (written - end) / (phraseEnds ? LOOSENESS_AT_REST_TICKS : LOOSENESS_TICKS);
        double cost = distance * distance
                + COST_OF_SYMBOL * pieces(start, written, false).size();
        if (last) {
            int barline = Math.ceilDiv(written, meter.barTicks()) * meter.barTicks();
            return cost + COST_OF_FINAL_REST * pieces(written, barline, true).size();
        }
        for (int rest : pieces(written, next, true)) {
            cost += COST_OF_SYMBOL + COST_OF_REST + (rest < Meter.TICKS_PER_QUARTER / 2 ? COST_OF_SHORT_REST : 0);
        }
        return cost;
    }

    /** Symbols of the first two bars; what follows is the same for all candidates. */
    private List<Integer> pieces(int from, int to, boolean rest) {
        List<Integer> pieces = new ArrayList<>();
        int at = from;
        int limit = Math.min(to, from + 2 * meter.barTicks());
        while (at < limit) {
            int inBar = at % meter.barTicks();
            int length = Math.min(limit - at, meter.barTicks() - inBar);
            pieces.addAll(rest ? Splitting.rest(meter, inBar, length) : Splitting.note(meter, inBar, length));
            at += length;
        }
        return pieces;
    }
}
