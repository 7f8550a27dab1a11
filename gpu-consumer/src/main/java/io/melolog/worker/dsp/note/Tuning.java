package io.melolog.worker.dsp.note;

import java.util.List;

/**
 * How far from A4 = 440 Hz a recording is tuned: the circular mean of its notes' deviations from semitones, weighted by
 * their lengths. Only where the notes agree on it, which a wandering singer's do not.
 */
final class Tuning {
    private static final double LEAST_AGREEMENT = 0.6;
    private static final int LEAST_NOTES = 6;

    private Tuning() {}

    /** Semitones, -0.5..0.5; 0 when unknown. */
    static double of(List<Segment> segments) {
        double x = 0;
        double y = 0;
        double weight = 0;
        for (Segment s : segments) {
            x += s.frames() * Math.cos(2 * Math.PI * s.midi());
            y += s.frames() * Math.sin(2 * Math.PI * s.midi());
            weight += s.frames();
        }
        if (segments.size() < LEAST_NOTES || Math.hypot(x, y) < LEAST_AGREEMENT * weight) {
            return 0;
        }
        return Math.atan2(y, x) / (2 * Math.PI);
    }
}
