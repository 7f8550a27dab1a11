package io.melolog.worker.dsp.beat;

import io.melolog.worker.dsp.pcm.PcmFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Beat tracking by dynamic programming (D. P. W. Ellis, "Beat Tracking by Dynamic Programming", Journal of New Music Research 36(1), 2007): the series of
 * times with the greatest sum of onset strengths, less what its distances deviate from the tempo (equations 5 and 6).
 *
 * <p>Deviations from the paper: onset strength as in {@link OnsetStrength}; the tempo is one per {@link TempoCurve} window and may drift; beat times are
 * smoothed by {@link BeatSmoother}, because frames of 12 ms make a tempo map tremble.
 */
public final class DynamicBeatTracker implements BeatTracker {
    private static final double TIGHTNESS = 80;
    /** {@link TempoCurve#clarity} below which nothing beats. Measured: noise and speech 0.05, rubato singing 0.06 to 0.1, songs 0.4 and more. */
    private static final double AUDIBLE = 0.12;

    private static final double STIFFNESS = 60;
    /** The flux of an onset peaks that much after its attack, by the length of the frame. Measured on clicks. */
    private static final double LATENESS_SECONDS = 0.0105;

    @Override
    public Optional<BeatTrack> track(PcmFile mono, BooleanSupplier cancelled) throws IOException {
        return OnsetStrength.of(mono, cancelled).flatMap(DynamicBeatTracker::track);
    }

    private static Optional<BeatTrack> track(OnsetStrength onsets) {
        float[] strength = normalised(onsets.flux(), onsets.frameRateHz());
        Optional<TempoCurve> tempo = TempoCurve.of(strength, onsets.frameRateHz());
        if (tempo.isEmpty() || tempo.get().clarity() < AUDIBLE) {
            return Optional.empty();
        }
        int[] frames = beats(strength, tempo.get());
        if (frames.length < 4) {
            return Optional.empty();
        }
        double[] place = new double[frames.length];
        double[] seconds = new double[frames.length];
        for (int i = 0; i < frames.length; i++) {
            place[i] = i;
            seconds[i] = frames[i] / onsets.frameRateHz() - LATENESS_SECONDS;
        }
        double[] smooth = BeatSmoother.smooth(place, seconds, frames.length, STIFFNESS);
        return Optional.of(new BeatTrack(new BeatMap(smooth), Downbeats.nats(onsets, smooth), chroma(onsets)));
    }

    private static double[] chroma(OnsetStrength onsets) {
        double[] sum = new double[12];
        for (float[] frame : onsets.chroma()) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += frame[i];
            }
        }
        return sum;
    }

    /** Less the mean of the second around, half-wave rectified, divided by the standard deviation. */
    static float[] normalised(float[] flux, double frameRateHz) {
        int half = (int) (frameRateHz / 2);
        float[] out = new float[flux.length];
        double sum = 0;
        double power = 0;
        int from = 0;
        int to = 0;
        for (int t = 0; t < flux.length; t++) {
            while (to < Math.min(flux.length, t + half + 1)) {
                sum += flux[to++];
            }
            while (from < t - half) {
                sum -= flux[from++];
            }
            out[t] = (float) Math.max(0, flux[t] - sum / (to - from));
            power += (double) out[t] * out[t];
        }
        double scale = power == 0 ? 0 : 1 / Math.sqrt(power / flux.length);
        for (int t = 0; t < out.length; t++) {
            out[t] *= (float) scale;
        }
        return out;
    }

    private static int[] beats(float[] strength, TempoCurve tempo) {
        double[] score = new double[strength.length];
        int[] before = new int[strength.length];
        for (int t = 0; t < strength.length; t++) {
            double period = tempo.periodFrames(t);
            double best = 0;
            before[t] = -1;
            int nearest = (int) Math.max(1, Math.round(period / 2));
            for (int lag = nearest; lag <= 2 * period && lag <= t; lag++) {
                double octaves = Math.log(lag / period);
                double value = score[t - lag] - TIGHTNESS * octaves * octaves;
                if (value > best) {
                    best = value;
                    before[t] = t - lag;
                }
            }
            score[t] = strength[t] + best;
        }
        return trace(score, before, tempo);
    }

    /** Back from the best of the last two beats' frames. */
    private static int[] trace(double[] score, int[] before, TempoCurve tempo) {
        int last = score.length - 1;
        int from = (int) Math.max(0, score.length - 2 * tempo.periodFrames(last));
        for (int t = from; t < score.length; t++) {
            last = score[t] > score[last] ? t : last;
        }
        int count = 0;
        for (int t = last; t >= 0; t = before[t]) {
            count++;
        }
        int[] frames = new int[count];
        for (int t = last; t >= 0; t = before[t]) {
            frames[--count] = t;
        }
        return Arrays.stream(frames).distinct().toArray();
    }
}
