package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out short notes with nothing around them: a melody is more than one blip. They come from drums and from chords that
 * happen to agree on a period for a moment. In a recording that is itself short, a single note stays.
 */
final class Blips {
    private static final double LONGEST_SECONDS = 0.3;
    private static final double ALONE_SECONDS = 1.5;

    private Blips() {}

    static List<Segment> without(List<Segment> segments, Contour contour) {
        int longest = contour.frames(LONGEST_SECONDS);
        int alone = contour.frames(ALONE_SECONDS);
        List<Segment> kept = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            Segment s = segments.get(i);
            int before = i == 0 ? -alone : segments.get(i - 1).to();
            int after = i + 1 == segments.size()
                    ? contour.frames() + alone
                    : segments.get(i + 1).from();
            boolean isolated = s.from() - before >= alone && after - s.to() >= alone;
            if (s.frames() > longest || !isolated || contour.frames() < 2 * alone) {
                kept.add(s);
            }
        }
        return kept;
    }
}
