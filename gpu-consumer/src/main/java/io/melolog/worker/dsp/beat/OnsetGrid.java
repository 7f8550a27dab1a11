package io.melolog.worker.dsp.beat;

/**
 * The beats that explain a melody's onsets best.
 *
 * @param beats beat 0 lies at or before the first onset
 * @param ticks for each onset its place, twelfths of a beat since beat 0
 * @param subdivision how the beat is divided
 * @param logEvidence log likelihood of the onsets, all places and tempi considered that lead there
 * @param logPreference the same, with what is preferred among tempi an octave apart: grids are compared by it
 * @param logChance log likelihood of the same onsets if they kept to no beat
 */
public record OnsetGrid(
        BeatMap beats,
        int[] ticks,
        Subdivision subdivision,
        double logEvidence,
        double logPreference,
        double logChance) {

    /** How much likelier a beat is than none, in nats (natural logarithm); negative when none is likelier. */
    public double gainNats() {
        return logEvidence - logChance;
    }

    OnsetGrid weighted(double logShare) {
        return new OnsetGrid(beats, ticks, subdivision, logEvidence + logShare, logPreference + logShare, logChance);
    }
}
