package io.melolog.worker.dsp.score;

import org.jspecify.annotations.Nullable;

/**
 * Where the beats of a 4/4 bar lie in the recording: an even grid.
 *
 * @param bpm quarter notes per minute
 * @param firstBarlineSeconds the barline at or last before the start of the recording, so 0 or negative
 * @param tempoKnown whether the tempo was found in the notes; otherwise it is the default at which they are written down
 */
public record BeatGrid(double bpm, double firstBarlineSeconds, boolean tempoKnown) {
    /** Tempo at which a melody is written whose tempo is unknown. */
    public static final double DEFAULT_BPM = 120;

    static final int SIXTEENTHS_PER_BEAT = 4;
    static final int SIXTEENTHS_PER_BAR = 16;

    /** 120 quarters per minute from the start of the recording: where no tempo can be told. */
    public static final BeatGrid UNKNOWN = new BeatGrid(DEFAULT_BPM, 0, false);

    public BeatGrid {
        if (!(bpm > 0) || !(firstBarlineSeconds <= 0)) {
            throw new IllegalArgumentException("no such grid: " + bpm + " bpm from " + firstBarlineSeconds + " s");
        }
    }

    /** The tempo if it is known. */
    public @Nullable Double tempoBpm() {
        return tempoKnown ? bpm : null;
    }

    /** A time as sixteenths since the first barline. */
    double sixteenths(double seconds) {
        return (seconds - firstBarlineSeconds) * bpm / 60 * SIXTEENTHS_PER_BEAT;
    }
}
