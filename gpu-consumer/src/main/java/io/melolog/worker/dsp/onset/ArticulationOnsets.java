package io.melolog.worker.dsp.onset;

import io.melolog.worker.dsp.contour.Contour;
import java.util.Arrays;

/**
 * Finds onsets where a sound is articulated anew, even on one pitch: the spectrum grows and, just before, shrinks, the
 * level rises, the periodicity breaks, each against its own background, and more so the steadier the source's pitch is.
 * The candidates are the local maxima of spectral growth; a logistic model weighs the five signs. Immutable.
 *
 * <p>The idea of several weak signs in one probability follows Bello et al. 2005, "A tutorial on onset detection in music
 * signals", section IV. Level rise and periodicity saturate, so that no sign decides alone. The weights were fitted to
 * peaks within notes and repeated notes of one pitch, where nothing else tells.
 *
 * @param bias the logarithm of the odds with all signs at zero
 * @param growth per e-fold of spectral growth in dB
 * @param rise per dB that the level rises over 90 ms, up to {@link #SATURATION_DB}
 * @param closure per e-fold of the decay before it, relative to its background
 * @param aperiodicity per dB that the periodicity is worse than its background, up to {@link #SATURATION_DB}
 * @param wobble per tenth of a semitone by which the source's pitch strays
 */
public record ArticulationOnsets(
        double bias, double growth, double rise, double closure, double aperiodicity, double wobble)
        implements OnsetDetector {

    public static final ArticulationOnsets STANDARD = new ArticulationOnsets(-4.84, 1.32, 0.15, 0.69, 0.29, -0.69);

    static final double SATURATION_DB = 8;

    private static final double PEAK_SECONDS = 0.046;
    private static final double APART_SECONDS = 0.093;
    private static final double BREAK_SECONDS = 0.035;
    private static final double DECAY_BACKGROUND_SECONDS = 0.46;
    private static final double PERIODICITY_BACKGROUND_SECONDS = 0.35;
    private static final double LEAST_CHANGE = 0.05;
    private static final double LEAST_BACKGROUND = 0.2;
    private static final double MOST_WOBBLE = 2.5;
    private static final double DYING_DB = 10;

    /** What is usual around each frame. */
    private record Background(float[] decay, float[] aperiodicityDb, float[] wobble) {
        static Background of(Contour contour) {
            float[] decay = new float[contour.frames()];
            float[] aperiodicityDb = new float[contour.frames()];
            for (int t = 0; t < decay.length; t++) {
                decay[t] = contour.decay(t);
                aperiodicityDb[t] = contour.aperiodicityDb(t);
            }
            return new Background(
                    RunningMedian.of(decay, contour.frames(DECAY_BACKGROUND_SECONDS)),
                    RunningMedian.of(aperiodicityDb, contour.frames(PERIODICITY_BACKGROUND_SECONDS)),
                    PitchWobble.of(contour));
        }
    }

    @Override
    public float[] evidence(Contour contour) {
        Background usual = Background.of(contour);
        float[] evidence = new float[contour.frames()];
        Arrays.fill(evidence, NONE);
        int reach = contour.frames(PEAK_SECONDS);
        for (int t = reach; t < evidence.length - reach; t++) {
            if (isPeak(contour, t, reach) && !dies(contour, t, reach)) {
                // Growth compares with two frames earlier, so the change lies between.
                evidence[t - 1] = (float) Math.max(NONE, odds(contour, t, reach, usual));
            }
        }
        return strongest(evidence, contour.frames(APART_SECONDS));
    }

    private double odds(Contour contour, int t, int reach, Background usual) {
        return bias
                + growth * Math.log(Math.max(LEAST_CHANGE, contour.growth(t)))
                + rise * Math.min(SATURATION_DB, levelRise(contour, t, reach))
                + closure * Math.log(closure(contour, t, reach, usual.decay()[t]))
                + aperiodicity * Math.min(SATURATION_DB, broken(contour, t) - usual.aperiodicityDb()[t])
                + wobble * Math.min(MOST_WOBBLE, 10 * usual.wobble()[t / PitchWobble.STEP]);
    }

    private static boolean isPeak(Contour contour, int t, int reach) {
        float own = contour.growth(t);
        boolean peak = own > 0;
        for (int k = t - reach; peak && k <= t + reach; k++) {
            peak = contour.growth(k) <= own;
        }
        return peak;
    }

    /** Whether the sound ends here: an abrupt end spreads over the spectrum, too. */
    private static boolean dies(Contour contour, int t, int reach) {
        return contour.levelDb(t + reach) < contour.levelDb(t - reach) - DYING_DB;
    }

    private static double levelRise(Contour contour, int t, int reach) {
        float low = contour.levelDb(t);
        float high = low;
        for (int k = 1; k <= reach; k++) {
            low = Math.min(low, contour.levelDb(t - k));
            high = Math.max(high, contour.levelDb(t + k));
        }
        return high - low;
    }

    private static double closure(Contour contour, int t, int reach, float usual) {
        float most = 0;
        for (int k = t - reach; k < t + reach; k++) {
            most = Math.max(most, contour.decay(k));
        }
        return Math.max(LEAST_CHANGE, most / (usual + LEAST_BACKGROUND));
    }

    private static float broken(Contour contour, int t) {
        int reach = contour.frames(BREAK_SECONDS);
        float worst = contour.aperiodicityDb(t);
        for (int k = t - reach; k <= t + reach; k++) {
            worst = Math.max(worst, contour.aperiodicityDb(k));
        }
        return worst;
    }

    /** Of candidates that are too close for two notes the stronger stays. */
    private static float[] strongest(float[] evidence, int apart) {
        float[] kept = evidence.clone();
        for (int t = 0; t < kept.length; t++) {
            for (int k = Math.max(0, t - apart); k <= Math.min(kept.length - 1, t + apart); k++) {
                if (evidence[k] > evidence[t]) {
                    kept[t] = NONE;
                }
            }
        }
        return kept;
    }
}
