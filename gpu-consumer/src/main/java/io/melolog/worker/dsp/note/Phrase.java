package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch without long rests, which the note model decodes at once: what keeps memory bounded in recordings of any length.
 *
 * @param from first frame, voiced
 * @param to the frame after the last
 */
record Phrase(int from, int to) {
    private static final double REST_SECONDS = 0.3;
    private static final double LONGEST_SECONDS = 60;
    /** In a phrase that is too long, the cut is made at the least periodic frame of the last so many seconds. */
    private static final double CUT_SECONDS = 10;

    int frames() {
        return to - from;
    }

    static List<Phrase> of(Contour contour) {
        List<Phrase> phrases = new ArrayList<>();
        int rest = contour.frames(REST_SECONDS);
        int longest = contour.frames(LONGEST_SECONDS);
        int from = firstVoiced(contour, 0);
        while (from < contour.frames()) {
            int to = from;
            int silentFor = 0;
            while (to < contour.frames() && silentFor < rest && to - from < longest) {
                silentFor = contour.voiced(to) ? 0 : silentFor + 1;
                to++;
            }
            int end = to - from < longest ? to : cut(contour, to);
            phrases.add(new Phrase(from, end));
            from = firstVoiced(contour, end);
        }
        return phrases;
    }

    private static int firstVoiced(Contour contour, int start) {
        int t = start;
        while (t < contour.frames() && !contour.voiced(t)) {
            t++;
        }
        return t;
    }

    private static int cut(Contour contour, int to) {
        int cut = to;
        float worst = Float.NEGATIVE_INFINITY;
        for (int t = to - contour.frames(CUT_SECONDS); t < to; t++) {
            if (contour.aperiodicityDb(t) > worst) {
                worst = contour.aperiodicityDb(t);
                cut = t;
            }
        }
        return cut;
    }
}
