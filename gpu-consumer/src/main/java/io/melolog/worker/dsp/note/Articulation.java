package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;

/**
 * What is heard between two notes that follow each other, in a window of frames: where the sound closes (the spectrum
 * shrinks most), where the periodicity is worst, where the sound opens (the spectrum grows most), and how deep the level
 * dips.
 *
 * @param closing frame of the fastest decay
 * @param broken frame of the worst periodicity
 * @param opening frame of the fastest growth
 * @param dipDb how far the level falls below the quieter of the levels around it, dB
 */
record Articulation(int closing, int broken, int opening, double dipDb) {
    private static final double AROUND_SECONDS = 0.093;

    /** A voiced consonant: the mouth closes fast, yet the voice goes on. */
    private static final double CONSONANT_DIP_DB = 4;

    private static final double CONSONANT_DECAY_DB = 3.5;
    private static final double CONSONANT_DECAY_PER_GROWTH = 0.3;
    private static final double CONSONANT_APERIODICITY_DB = -6;

    static Articulation in(Contour c, int from, int to) {
        int broken = from;
        int opening = from;
        int quietest = from;
        for (int t = from; t <= to; t++) {
            broken = c.aperiodicityDb(t) > c.aperiodicityDb(broken) ? t : broken;
            opening = c.growth(t) > c.growth(opening) ? t : opening;
            quietest = c.levelDb(t) < c.levelDb(quietest) ? t : quietest;
        }
        return new Articulation(fastestDecay(c, from, to), broken, opening, dipDb(c, quietest));
    }

    private static int fastestDecay(Contour c, int from, int to) {
        int closing = from;
        for (int t = from; t <= to; t++) {
            closing = c.decay(t) > c.decay(closing) ? t : closing;
        }
        return closing;
    }

    private static double dipDb(Contour c, int quietest) {
        int reach = c.frames(AROUND_SECONDS);
        float before = Float.NEGATIVE_INFINITY;
        float after = Float.NEGATIVE_INFINITY;
        for (int k = 0; k <= reach; k++) {
            before = Math.max(before, c.levelDb(Math.max(0, quietest - k)));
            after = Math.max(after, c.levelDb(Math.min(c.frames() - 1, quietest + k)));
        }
        return Math.min(before, after) - c.levelDb(quietest);
    }

    /**
     * The frame at which a note begins that is joined to the one before: at the start of a voiced consonant, else where the
     * signs agree on average. In a glide that is its middle, where the pitch moves fastest and the period is worst.
     */
    double onset(Contour c, int from) {
        int closed = fastestDecay(c, from, opening);
        boolean consonant = dipDb > CONSONANT_DIP_DB
                && c.aperiodicityDb(broken) < CONSONANT_APERIODICITY_DB
                && c.decay(closed) > CONSONANT_DECAY_DB
                && c.decay(closed) > CONSONANT_DECAY_PER_GROWTH * c.growth(opening);
        // Growth and decay compare with two frames earlier, so the change lies one frame before.
        return consonant ? closed : (2 * broken + (closing - 1) + (opening - 1)) / 4.0;
    }
}
