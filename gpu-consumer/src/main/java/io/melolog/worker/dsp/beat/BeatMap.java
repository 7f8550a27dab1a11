package io.melolog.worker.dsp.beat;

import java.util.Arrays;

/**
 * When each beat of a recording falls: turns times into places on the beat and back. Between beats it is linear; before the first and after the last the
 * tempo goes on. Immutable.
 */
public final class BeatMap {
    private final double[] beatSeconds;

    /** @param beatSeconds the times of beats 0, 1, 2, ..., two or more, rising, seconds from the start of the recording; may begin before it */
    public BeatMap(double[] beatSeconds) {
        if (beatSeconds.length < 2) {
            throw new IllegalArgumentException("a beat map needs two beats or more: " + beatSeconds.length);
        }
        for (int i = 1; i < beatSeconds.length; i++) {
            if (!(beatSeconds[i] > beatSeconds[i - 1])) {
                throw new IllegalArgumentException(
                        "beats must rise: " + beatSeconds[i] + " s after " + beatSeconds[i - 1] + " s");
            }
        }
        this.beatSeconds = beatSeconds.clone();
    }

    /** Evenly spaced beats from a time on. */
    public static BeatMap even(double firstSeconds, double periodSeconds) {
        return new BeatMap(new double[] {firstSeconds, firstSeconds + periodSeconds});
    }

    /** How many beats are given. */
    public int size() {
        return beatSeconds.length;
    }

    /** The time of a place on the beat, seconds; whole numbers are beats. */
    public double secondsAt(double beat) {
        int i = Math.clamp((long) Math.floor(beat), 0, beatSeconds.length - 2);
        return beatSeconds[i] + (beat - i) * (beatSeconds[i + 1] - beatSeconds[i]);
    }

    /** The place on the beat of a time. */
    public double beatAt(double seconds) {
        int found = Arrays.binarySearch(beatSeconds, seconds);
        int i = Math.clamp(found >= 0 ? found : -found - 2, 0, beatSeconds.length - 2);
        return i + (seconds - beatSeconds[i]) / (beatSeconds[i + 1] - beatSeconds[i]);
    }

    /** The median distance of two beats, seconds. */
    public double periodSeconds() {
        double[] periods = new double[beatSeconds.length - 1];
        for (int i = 0; i < periods.length; i++) {
            periods[i] = beatSeconds[i + 1] - beatSeconds[i];
        }
        Arrays.sort(periods);
        return (periods[periods.length / 2] + periods[(periods.length - 1) / 2]) / 2;
    }

    /** The map whose beats 0 to {@code count - 1} are this one's from {@code from} on, each lasting {@code step} of them. */
    public BeatMap resampled(double from, double step, int count) {
        double[] seconds = new double[count];
        for (int i = 0; i < count; i++) {
            seconds[i] = secondsAt(from + i * step);
        }
        return new BeatMap(seconds);
    }
}
