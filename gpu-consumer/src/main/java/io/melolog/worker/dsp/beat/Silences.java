package io.melolog.worker.dsp.beat;

import java.util.ArrayList;
import java.util.List;

/** Takes long silences out of a series of onsets and puts them back: no beat survives them, and counting through hours of them is of no use. */
final class Silences {
    private static final double LONGEST_SECONDS = 120;

    /** Beats are put back by twelves, whole bars in every metre. */
    private static final int BARS = 12;

    private final double[] onsets;
    private final double[] shortened;

    Silences(double[] onsets) {
        this.onsets = onsets;
        this.shortened = onsets.clone();
        double removed = 0;
        for (int n = 1; n < onsets.length; n++) {
            removed += Math.max(0, onsets[n] - onsets[n - 1] - LONGEST_SECONDS);
            shortened[n] = onsets[n] - removed;
        }
    }

    double[] shortened() {
        return shortened;
    }

    /** The grid with its beats at the times of the recording, and as many more beats as the removed silence holds. */
    OnsetGrid restored(OnsetGrid grid) {
        if (removedAt(onsets.length - 1) == 0) {
            return grid;
        }
        BeatMap beats = grid.beats();
        int[] ticks = grid.ticks().clone();
        List<Double> seconds = new ArrayList<>();
        int more = 0;
        int beat = 0;
        for (int n = 1; n < onsets.length; n++) {
            double removed = removedAt(n) - removedAt(n - 1);
            if (removed > 0) {
                int inside = (int) Math.ceil(beats.beatAt(shortened[n - 1]));
                int after = (int) Math.ceil(beats.beatAt(shortened[n]));
                beat = copy(beats, beat, inside, removedAt(n - 1), seconds);
                int extra = BARS * (int) Math.max(1, Math.rint(removed / beats.periodSeconds() / BARS));
                double from = beats.secondsAt(inside) + removedAt(n - 1);
                double to = beats.secondsAt(after) + removedAt(n);
                for (int i = 0; i < after - inside + extra; i++) {
                    seconds.add(from + (to - from) * i / (after - inside + extra));
                }
                more += extra;
                beat = after;
            }
            ticks[n] += more * Subdivision.TICKS_PER_BEAT;
        }
        copy(beats, beat, beats.size(), removedAt(onsets.length - 1), seconds);
        double[] restored = seconds.stream().mapToDouble(Double::doubleValue).toArray();
        return new OnsetGrid(
                new BeatMap(restored),
                ticks,
                grid.subdivision(),
                grid.logEvidence(),
                grid.logPreference(),
                grid.logChance());
    }

    private double removedAt(int n) {
        return onsets[n] - shortened[n];
    }

    private static int copy(BeatMap beats, int from, int to, double shift, List<Double> seconds) {
        for (int i = from; i < to; i++) {
            seconds.add(beats.secondsAt(i) + shift);
        }
        return Math.max(from, to);
    }
}
