package io.melolog.worker.dsp.beat;

import java.util.Optional;

/** The beats of a melody by itself, and whether it has any. Immutable. */
public final class MelodyBeats {
    /**
     * A beat must be likelier than none by a factor of {@code exp} of this. {@link RhythmParams#logChance} flatters chance more and more as notes get many,
     * hence the slope. Of 2,400 melodies of 8 to 60 notes with random onsets of five kinds 3 exceed the threshold.
     */
    private static final double KNOWN_NATS = 4;

    private static final double NATS_PER_NOTE = 0.15;
    private static final int FEW_NOTES = 20;

    private static final OnsetTracker STEADY = new OnsetTracker(RhythmParams.STEADY);
    private static final OnsetTracker FREE = new OnsetTracker(RhythmParams.FREE);
    /** Evenly spaced notes may be halves or thirds for ever; as with tempi, more of them make it no clearer. */
    private static final double NOTES_PER_TASTE = 24;

    private static final double LOG_SHARE_OF_FREE = -1.5;

    private MelodyBeats() {}

    /** Whether the onsets keep to the beat well enough that its tempo can be told. */
    public static boolean known(OnsetGrid grid) {
        return grid.gainNats() >= KNOWN_NATS - NATS_PER_NOTE * Math.max(0, grid.ticks().length - FEW_NOTES);
    }

    /**
     * The likeliest beats over all subdivisions, for steady and for free singing.
     *
     * @param onsetSeconds rising
     * @return empty for fewer than two onsets
     */
    public static Optional<OnsetGrid> find(double[] onsetSeconds) {
        Optional<OnsetGrid> best = Optional.empty();
        for (Subdivision subdivision : Subdivision.values()) {
            double logShare = subdivision.logShare() * Math.max(1, onsetSeconds.length / NOTES_PER_TASTE);
            best = better(best, STEADY.track(onsetSeconds, subdivision), logShare);
            best = better(best, FREE.track(onsetSeconds, subdivision), logShare + LOG_SHARE_OF_FREE);
        }
        return best;
    }

    private static Optional<OnsetGrid> better(Optional<OnsetGrid> best, Optional<OnsetGrid> other, double logShare) {
        Optional<OnsetGrid> weighted = other.map(grid -> grid.weighted(logShare));
        return best.isEmpty()
                        || (weighted.isPresent()
                                && weighted.get().logPreference() > best.get().logPreference())
                ? weighted
                : best;
    }
}
