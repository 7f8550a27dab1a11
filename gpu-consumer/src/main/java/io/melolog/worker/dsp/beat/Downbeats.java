package io.melolog.worker.dsp.beat;

import java.util.Arrays;

/**
 * What an accompaniment says of where bars begin: chords change there, and the bass strikes (M. Goto, "An Audio-based Real-time Beat Tracking System",
 * Journal of New Music Research 30(2), 2001, section 3.4).
 */
final class Downbeats {
    private static final double WEIGHT_OF_CHANGE = 0.5;
    private static final double WEIGHT_OF_BASS = 0.25;
    private static final double MOST_NATS = 1.5;

    private Downbeats() {}

    /** For each beat, in nats, 0 for an average one. */
    static double[] nats(OnsetStrength onsets, double[] beatSeconds) {
        double[] change = standardised(harmonicChange(onsets, beatSeconds));
        double[] bass = standardised(bass(onsets, beatSeconds));
        double[] nats = new double[beatSeconds.length];
        for (int i = 0; i < nats.length; i++) {
            nats[i] = Math.clamp(WEIGHT_OF_CHANGE * change[i] + WEIGHT_OF_BASS * bass[i], -MOST_NATS, MOST_NATS);
        }
        return nats;
    }

    /** One minus the cosine between the pitch classes of the beat and those of the beat before. */
    private static double[] harmonicChange(OnsetStrength onsets, double[] beatSeconds) {
        double[][] chroma = new double[beatSeconds.length][];
        for (int i = 0; i < chroma.length; i++) {
            double end = i + 1 < chroma.length ? beatSeconds[i + 1] : 2 * beatSeconds[i] - beatSeconds[i - 1];
            chroma[i] = chroma(onsets, beatSeconds[i], end);
        }
        double[] change = new double[beatSeconds.length];
        for (int i = 1; i < change.length; i++) {
            change[i] = 1 - cosine(chroma[i - 1], chroma[i]);
        }
        change[0] = Arrays.stream(change).average().orElse(0);
        return change;
    }

    private static double[] chroma(OnsetStrength onsets, double from, double to) {
        double rate = onsets.frameRateHz() / OnsetStrength.CHROMA_HOPS;
        // A frame is 190 ms long: those that reach over the beat tell of both sides.
        int first = Math.clamp(Math.round(from * rate) + 1, 0, onsets.chroma().length - 1);
        int last = Math.clamp(Math.round(to * rate) - 1, first, onsets.chroma().length - 1);
        double[] sum = new double[12];
        for (int t = first; t <= last; t++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += onsets.chroma()[t][i];
            }
        }
        return sum;
    }

    private static double cosine(double[] a, double[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return aa * bb == 0 ? 1 : dot / Math.sqrt(aa * bb);
    }

    private static double[] bass(OnsetStrength onsets, double[] beatSeconds) {
        double[] bass = new double[beatSeconds.length];
        for (int i = 0; i < bass.length; i++) {
            int t = Math.clamp(Math.round(beatSeconds[i] * onsets.frameRateHz()), 0, onsets.lowFlux().length - 1);
            for (int k = Math.max(0, t - 3); k <= Math.min(onsets.lowFlux().length - 1, t + 4); k++) {
                bass[i] = Math.max(bass[i], onsets.lowFlux()[k]);
            }
        }
        return bass;
    }

    private static double[] standardised(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0);
        double scale = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
        return Arrays.stream(values).map(v -> (v - mean) * scale).toArray();
    }
}
