package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.beat.BeatMap;
import java.util.ArrayList;
import java.util.List;

/**
 * The beats as a MIDI tempo map: tick 0 is the start of the recording. Tempi are whole microseconds; what rounding leaves over is made good in the next
 * beat, so that nothing adds up.
 */
final class TempoMap {
    private static final double SHORTEST_LEAD_IN_BEATS = 0.5;
    private static final int MAX_MICROS = (1 << 24) - 1;

    private final int ticksPerBeat;
    private final int ticksPerQuarter;
    private final int leadInBeats;
    private final List<Segment> segments = new ArrayList<>();

    /**
     * A stretch of one tempo.
     *
     * @param tick where it begins
     * @param seconds when it begins
     * @param microsPerQuarter its tempo
     */
    record Segment(long tick, double seconds, int microsPerQuarter) {}

    private TempoMap(int ticksPerBeat, int ticksPerQuarter, int leadInBeats) {
        this.ticksPerBeat = ticksPerBeat;
        this.ticksPerQuarter = ticksPerQuarter;
        this.leadInBeats = leadInBeats;
    }

    /** The map of a grid up to a time. */
    static TempoMap of(ScoreGrid grid, int ticksPerQuarter, double endSeconds) {
        BeatMap beats = grid.beats();
        int perBar = grid.meter().beatsPerBar();
        double start = beats.beatAt(0);
        int barline = Math.max(0, perBar * (int) Math.ceil((start + SHORTEST_LEAD_IN_BEATS) / perBar));
        int leadIn = (int) Math.max(1, Math.rint(barline - start));
        int ticksPerBeat = ticksPerQuarter * grid.meter().beatTicks() / Meter.TICKS_PER_QUARTER;
        TempoMap map = new TempoMap(ticksPerBeat, ticksPerQuarter, leadIn);
        map.add(0, 0, beats.secondsAt(barline), leadIn);
        for (int beat = barline; beat == barline || beats.secondsAt(beat) < endSeconds && beat < beats.size(); beat++) {
            map.next(beats.secondsAt(beat + 1));
        }
        return map;
    }

    /** Beats before the first barline. */
    int leadInBeats() {
        return leadInBeats;
    }

    /** Where the first barline stands. */
    long leadInTicks() {
        return (long) leadInBeats * ticksPerBeat;
    }

    List<Segment> segments() {
        return segments;
    }

    private void next(double endSeconds) {
        Segment last = segments.getLast();
        int beats = segments.size() == 1 ? leadInBeats : 1;
        double seconds = last.seconds() + (double) beats * ticksPerBeat * secondsPerTick(last);
        add(last.tick() + (long) beats * ticksPerBeat, seconds, endSeconds, 1);
    }

    private void add(long tick, double seconds, double endSeconds, int beats) {
        double micros = (endSeconds - seconds) * 1e6 / beats * ticksPerQuarter / ticksPerBeat;
        segments.add(new Segment(tick, seconds, Math.clamp(Math.round(micros), 1, MAX_MICROS)));
    }

    /** The tick of a time; the last tempo goes on. */
    long tick(double seconds) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).seconds() <= seconds) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Segment segment = segments.get(low);
        return segment.tick() + Math.round((seconds - segment.seconds()) / secondsPerTick(segment));
    }

    private double secondsPerTick(Segment segment) {
        return segment.microsPerQuarter() / 1e6 / ticksPerQuarter;
    }
}
