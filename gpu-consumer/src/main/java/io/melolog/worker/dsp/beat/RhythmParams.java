package io.melolog.worker.dsp.beat;

/**
 * What is assumed of people who keep a beat.
 *
 * @param jitterSeconds standard deviation of an onset from where the beat puts it
 * @param phaseDriftSeconds standard deviation that a beat adds to the beats' own times
 * @param tempoDrift standard deviation of the beat's length from one beat to the next, share of that length
 * @param likelyBpm median of tempi, beats per minute
 * @param tempoOctaves standard deviation of tempi, octaves
 * @param stiffness see {@link BeatSmoother}
 */
public record RhythmParams(
        double jitterSeconds,
        double phaseDriftSeconds,
        double tempoDrift,
        double likelyBpm,
        double tempoOctaves,
        double stiffness) {

    /** A player or singer in time. */
    public static final RhythmParams STEADY = new RhythmParams(0.022, 0.006, 0.012, 108, 0.25, 40);

    /** A singer who takes liberties. */
    public static final RhythmParams FREE = new RhythmParams(0.042, 0.01, 0.02, 108, 0.25, 20);

    /** Tempi in dotted quarters are slower. */
    private static final double COMPOUND_TEMPO = 0.72;

    /** How widely distances of onsets without a beat vary: standard deviation of their natural logarithm. */
    private static final double CHANCE_SPREAD = 0.6;

    double jitterVariance() {
        return jitterSeconds * jitterSeconds;
    }

    double phaseDriftVariance() {
        return phaseDriftSeconds * phaseDriftSeconds;
    }

    /** Log density of a beat's length over its natural logarithm. */
    double logTempoPrior(double periodSeconds, Subdivision subdivision) {
        double likely = 60 / likelyBpm / (subdivision == Subdivision.COMPOUND ? COMPOUND_TEMPO : 1);
        return logNormal(Math.log(periodSeconds / likely), tempoOctaves * Math.log(2));
    }

    /** Log density of the onsets but the first if their distances were drawn at random around their geometric mean. */
    static double logChance(double[] onsets) {
        double mean = 0;
        int count = onsets.length - 1;
        for (int i = 0; i < count; i++) {
            mean += Math.log(onsets[i + 1] - onsets[i]) / count;
        }
        double log = 0;
        for (int i = 0; i < count; i++) {
            double own = Math.log(onsets[i + 1] - onsets[i]);
            log += logNormal(own - mean, CHANCE_SPREAD) - own;
        }
        return log;
    }

    private static double logNormal(double deviation, double spread) {
        return -0.5 * deviation * deviation / (spread * spread) - Math.log(spread * Math.sqrt(2 * Math.PI));
    }
}
