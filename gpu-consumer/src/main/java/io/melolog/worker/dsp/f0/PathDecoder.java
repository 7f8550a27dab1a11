package io.melolog.worker.dsp.f0;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The best path through the {@link Lattice}, decided as soon as it can be: looking back from every 64th frame, the paths to all
 * states mostly meet within a second or so, and what lies before the meeting is the same whatever comes later.
 *
 * <p>The latest 128 columns of values are at hand. Of older ones that are still undecided (in long rests nothing meets) every
 * 64th is kept and those between are computed again when they are needed: in the worst case twice the work of the recursion and
 * 75 bytes per frame. Either way the path is exact.
 */
final class PathDecoder {
    private static final int STRETCH = 64;
    private static final int AT_HAND = 2 * STRETCH;

    private final Lattice lattice;
    private final int[][] latest;
    private final int[][] again;
    private final ArrayDeque<int[]> spare = new ArrayDeque<>();
    /** By stretch, where it is undecided: its first column. */
    private int[][] kept;

    private short[] path;
    private int frames;
    private int decided;
    /** The latest frame into which some state comes by an excluded transition: such paths do not keep their order. */
    private int latestJump;

    PathDecoder(Lattice lattice, int frameCapacity) {
        this.lattice = lattice;
        this.latest = new int[AT_HAND][lattice.states()];
        this.again = new int[STRETCH][lattice.states()];
        this.path = new short[Math.max(STRETCH, frameCapacity)];
        this.kept = new int[1 + path.length / STRETCH][];
    }

    void clear() {
        forget(Math.ceilDiv(frames, STRETCH));
        frames = 0;
        decided = 0;
        latestJump = 0;
    }

    /** The state of a frame, once {@link #finish} was called. */
    int state(int frame) {
        return path[frame];
    }

    /** Takes the next frame of the candidates. */
    void advance(Candidates candidates) {
        int[] column = atHand(frames);
        if (frames == 0) {
            lattice.begin(candidates, column);
        } else if (!lattice.advance(candidates, frames, atHand(frames - 1), column)) {
            latestJump = frames;
        }
        if (frames % STRETCH == 0) {
            keep(column);
        }
        frames++;
        if (frames % STRETCH == 0) {
            decideWhatIsCommon(candidates);
        }
    }

    /** Decides the rest. */
    void finish(Candidates candidates) {
        if (frames > 0) {
            decide(candidates, frames - 1, lattice.best(atHand(frames - 1)));
        }
    }

    /**
     * Looks for the state that all paths have in common. Steps weigh by their size alone, and ever more, so the best ways into two
     * states never cross: it is enough to follow the lowest and the highest bin, in both voicings.
     */
    private void decideWhatIsCommon(Candidates candidates) {
        int bins = lattice.states() / 2;
        int low = 0;
        int high = bins - 1;
        int first = Math.max(Math.max(decided, latestJump), frames - AT_HAND);
        for (int frame = frames - 2; frame >= first; frame--) {
            int[] column = atHand(frame);
            int a = lattice.predecessor(column, low);
            int b = lattice.predecessor(column, bins + low);
            int c = low == high ? a : lattice.predecessor(column, high);
            int d = low == high ? b : lattice.predecessor(column, bins + high);
            if (a == b && a == c && a == d) {
                decide(candidates, frame, a);
                return;
            }
            low = Math.min(a % bins, b % bins);
            high = Math.max(c % bins, d % bins);
        }
    }

    /** Writes the path to that state, back to where it was decided before. */
    private void decide(Candidates candidates, int last, int state) {
        path[last] = (short) state;
        int frame = last - 1;
        for (int oldest = Math.max(decided, frames - AT_HAND); frame >= oldest; frame--) {
            path[frame] = (short) lattice.predecessor(atHand(frame), path[frame + 1]);
        }
        while (frame >= decided) {
            int first = frame / STRETCH * STRETCH;
            recompute(candidates, first, frame);
            for (; frame >= Math.max(first, decided); frame--) {
                path[frame] = (short) lattice.predecessor(again[frame - first], path[frame + 1]);
            }
        }
        forget((last + 1) / STRETCH);
        decided = last + 1;
    }

    private void recompute(Candidates candidates, int first, int last) {
        System.arraycopy(kept[first / STRETCH], 0, again[0], 0, again[0].length);
        for (int frame = first + 1; frame <= last; frame++) {
            lattice.advance(candidates, frame, again[frame - 1 - first], again[frame - first]);
        }
    }

    private int[] atHand(int frame) {
        return latest[frame % AT_HAND];
    }

    private void keep(int[] column) {
        if (frames + STRETCH > path.length) {
            path = Arrays.copyOf(path, path.length + path.length / 2 + STRETCH);
            kept = Arrays.copyOf(kept, 1 + path.length / STRETCH);
        }
        int[] copy = spare.isEmpty() ? new int[column.length] : spare.pop();
        System.arraycopy(column, 0, copy, 0, column.length);
        kept[frames / STRETCH] = copy;
    }

    /** Takes back the columns of the undecided stretches before {@code end}. */
    private void forget(int end) {
        for (int stretch = decided / STRETCH; stretch < end; stretch++) {
            spare.push(kept[stretch]);
        }
    }
}
