package io.melolog.worker.dsp.f0;

import java.util.ArrayList;
import java.util.List;

/**
 * The best path through the {@link Lattice}. Forward, only every 64th column is kept; backward, the columns between are
 * computed again, one stretch at a time: twice the work of the recursion, a hundredth of its memory, and the exact path.
 */
final class PathDecoder {
    private static final int STRETCH_FRAMES = 64;

    private final Lattice lattice;
    private final int[] column;
    private final List<int[]> kept = new ArrayList<>();
    private final int[][] stretch;
    private int frames;

    PathDecoder(Lattice lattice, int frameCapacity) {
        this.lattice = lattice;
        this.column = new int[lattice.states()];
        this.stretch = new int[STRETCH_FRAMES][lattice.states()];
        for (int i = 0; i <= frameCapacity / STRETCH_FRAMES; i++) {
            kept.add(new int[lattice.states()]);
        }
    }

    void clear() {
        frames = 0;
    }

    /** Takes the next frame of the candidates. */
    void advance(Candidates candidates) {
        if (frames == 0) {
            lattice.begin(candidates, column);
        } else {
            lattice.advance(candidates, frames, column, column);
        }
        if (frames % STRETCH_FRAMES == 0) {
            keep(frames / STRETCH_FRAMES);
        }
        frames++;
    }

    /** Writes the best state of each frame. */
    void decode(Candidates candidates, int[] state) {
        if (frames == 0) {
            return;
        }
        int next = -1;
        for (int first = (frames - 1) / STRETCH_FRAMES * STRETCH_FRAMES; first >= 0; first -= STRETCH_FRAMES) {
            int last = Math.min(frames, first + STRETCH_FRAMES) - 1;
            recompute(candidates, first, last);
            for (int frame = last; frame >= first; frame--) {
                int[] values = stretch[frame - first];
                next = next < 0 ? lattice.best(values) : lattice.predecessor(values, next);
                state[frame] = next;
            }
        }
    }

    private void recompute(Candidates candidates, int first, int last) {
        System.arraycopy(kept.get(first / STRETCH_FRAMES), 0, stretch[0], 0, column.length);
        for (int frame = first + 1; frame <= last; frame++) {
            lattice.advance(candidates, frame, stretch[frame - 1 - first], stretch[frame - first]);
        }
    }

    private void keep(int index) {
        if (index == kept.size()) {
            kept.add(new int[column.length]);
        }
        System.arraycopy(column, 0, kept.get(index), 0, column.length);
    }
}
