package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.beat.BeatMap;
import org.jspecify.annotations.Nullable;

/**
 * Bars and beats of a recording. Beat 0 of the map is the first beat of a bar.
 *
 * @param beats the times of the beats: quarters, in compound metres dotted quarters
 * @param meter time signature
 * @param tempoBpm beats per minute; null where it cannot be known, then the beats only serve to write the melody down
 * @param pickupTicks length of the bar before bar 1, of which nothing is written before the first note; 0 for none
 */
public record ScoreGrid(
        BeatMap beats, Meter meter, @Nullable Double tempoBpm, int pickupTicks) {

    /** Tempo at which a melody is written where nothing tells one, beats per minute. */
    public static final double NEUTRAL_BPM = 120;

    /** For no notes, or one. */
    static ScoreGrid neutral(double firstSeconds) {
        return new ScoreGrid(BeatMap.even(firstSeconds, 60 / NEUTRAL_BPM), Meter.COMMON, null, 0);
    }

    /** The place of a time, ticks since the barline that beat 0 stands after. */
    double ticksAt(double seconds) {
        return beats.beatAt(seconds) * meter.beatTicks();
    }

    /** Beats per minute as they are played, whether known as a tempo or not. */
    double playedBpm() {
        return tempoBpm != null ? tempoBpm : 60 / beats.periodSeconds();
    }

    /** The first written tick: where the pick-up bar begins, or 0. */
    int firstTick() {
        return pickupTicks == 0 ? 0 : meter.barTicks() - pickupTicks;
    }
}
