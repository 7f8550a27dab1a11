package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.note.Note;
import java.util.List;

/**
 * Tempo and beats of a melody from its onsets: a comb over the intervals between them.
 *
 * <p>For each tempo from 60 to 180 the intervals of up to {@value #REACH_SECONDS} s are compared with the beat, its half
 * and its quarter, by the cosine of their phase (1 = all on the grid, 0 = by chance). Intervals, not times: a tempo that
 * drifts still shows. The best value must exceed what notes without a beat reach by luck, which grows as they get fewer;
 * otherwise the tempo is unknown. Tempi an octave apart fit alike, and the one nearer to {@value #PREFERRED_BPM} is taken.
 */
final class TempoFinder {
    private static final int MIN_NOTES = 4;
    private static final double MIN_BPM = 60;
    private static final double MAX_BPM = 180;
    private static final double STEP_BPM = 0.25;
    private static final double REACH_SECONDS = 4;
    private static final double PREFERRED_BPM = 105;
    private static final double PREFERENCE_OCTAVES = 1.0;
    /** What the best fit of onsets without a beat exceeds in 2 % of trials, times the number of notes, above the floor. */
    private static final double CHANCE_FIT_NOTES = 3.2;

    private static final double CHANCE_FIT_FLOOR = 0.03;
    private static final double[] LEVEL_WEIGHT = {0.4, 0.4, 0.2};
    private static final int PHASES = 64;
    private static final int BEATS_PER_BAR = 4;

    private TempoFinder() {}

    /** The grid of a melody, {@link BeatGrid#UNKNOWN} when there are too few notes or no clear tempo. */
    static BeatGrid find(List<Note> notes) {
        if (notes.size() < MIN_NOTES) {
            return BeatGrid.UNKNOWN;
        }
        double[] onsets = notes.stream().mapToDouble(Note::onsetSeconds).toArray();
        double bestBpm = 0;
        double bestFit = 0;
        double bestValue = Double.NEGATIVE_INFINITY;
        for (double bpm = MIN_BPM; bpm <= MAX_BPM; bpm += STEP_BPM) {
            double fit = fit(onsets, 60 / bpm);
            double value = fit * preference(bpm);
            if (value > bestValue) {
                bestValue = value;
                bestFit = fit;
                bestBpm = bpm;
            }
        }
        if (bestFit < CHANCE_FIT_FLOOR + CHANCE_FIT_NOTES / onsets.length) {
            return BeatGrid.UNKNOWN;
        }
        double bpm = Math.rint(refine(onsets, bestBpm) * 100) / 100;
        return new BeatGrid(bpm, firstBarline(notes, 60 / bpm), true);
    }

    private static double preference(double bpm) {
        double octaves = Math.log(bpm / PREFERRED_BPM) / Math.log(2) / PREFERENCE_OCTAVES;
        return Math.exp(-0.5 * octaves * octaves);
    }

    /** Mean agreement of the intervals with a beat of that length, -1..1. */
    static double fit(double[] onsets, double beatSeconds) {
        double sum = 0;
        long pairs = 0;
        for (int i = 0; i < onsets.length; i++) {
            for (int j = i + 1; j < onsets.length && onsets[j] - onsets[i] <= REACH_SECONDS; j++) {
                sum += agreement((onsets[j] - onsets[i]) / beatSeconds);
                pairs++;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    /** How well a distance in beats fits beats, halves and quarters. */
    private static double agreement(double beats) {
        double sum = 0;
        for (int level = 0; level < LEVEL_WEIGHT.length; level++) {
            sum += LEVEL_WEIGHT[level] * Math.cos(2 * Math.PI * beats * (1 << level));
        }
        return sum;
    }

    /** The tempo within 1 % at which all onsets keep to one grid; the coarse one when they drift. */
    private static double refine(double[] onsets, double coarseBpm) {
        double span = Math.max(1, onsets[onsets.length - 1] - onsets[0]);
        double step = 6 / span;
        double best = coarseBpm;
        double bestFit = onsetCoherence(onsets, 60 / coarseBpm);
        for (double bpm = coarseBpm * 0.99; bpm <= coarseBpm * 1.01; bpm += step / 4) {
            double fit = onsetCoherence(onsets, 60 / bpm);
            if (fit > bestFit) {
                bestFit = fit;
                best = bpm;
            }
        }
        return bestFit > 0.4 ? best : coarseBpm;
    }

    /** Length of the mean phase vector at half beats, 0..1. */
    private static double onsetCoherence(double[] onsets, double beatSeconds) {
        double x = 0;
        double y = 0;
        for (double onset : onsets) {
            double phase = 2 * Math.PI * onset / (beatSeconds / 2);
            x += Math.cos(phase);
            y += Math.sin(phase);
        }
        return Math.hypot(x, y) / onsets.length;
    }

    /** The first barline at or before the start, 0 or negative. */
    private static double firstBarline(List<Note> notes, double beatSeconds) {
        double phase = beatPhase(notes, beatSeconds);
        double barline = phase + downbeat(notes, beatSeconds, phase) * beatSeconds;
        double barSeconds = BEATS_PER_BAR * beatSeconds;
        return Math.min(0, barline - barSeconds * Math.ceil(barline / barSeconds - 1e-9));
    }

    /** Where the beats lie so that the onsets fit best, 0 to a beat. */
    private static double beatPhase(List<Note> notes, double beatSeconds) {
        double phase = 0;
        double bestFit = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < PHASES; i++) {
            double candidate = beatSeconds * i / PHASES;
            double fit = 0;
            for (Note note : notes) {
                fit += agreement((note.onsetSeconds() - candidate) / beatSeconds);
            }
            if (fit > bestFit) {
                bestFit = fit;
                phase = candidate;
            }
        }
        return phase;
    }

    /** The beat of the bar, counted from the phase, from which on most of the time is sung. */
    private static int downbeat(List<Note> notes, double beatSeconds, double phase) {
        double[] secondsFromBeat = new double[BEATS_PER_BAR];
        for (Note note : notes) {
            double beats = (note.onsetSeconds() - phase) / beatSeconds;
            if (Math.abs(beats - Math.rint(beats)) < 0.25) {
                secondsFromBeat[Math.floorMod((int) Math.rint(beats), BEATS_PER_BAR)] += note.durationSeconds();
            }
        }
        int downbeat = 0;
        for (int i = 1; i < BEATS_PER_BAR; i++) {
            downbeat = secondsFromBeat[i] > secondsFromBeat[downbeat] ? i : downbeat;
        }
        return downbeat;
    }
}
