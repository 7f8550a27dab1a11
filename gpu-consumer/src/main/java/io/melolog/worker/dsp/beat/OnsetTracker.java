package io.melolog.worker.dsp.beat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Beats of a melody from its onsets alone: tempo tracking and quantisation in one search.
 *
 * <p>The model is that of Cemgil and Kappen ("Monte Carlo Methods for Tempo Tracking and Rhythm Quantization", JAIR 18, 2003): each onset has a
 * hidden place on the beat, drawn by {@link Subdivision} (after Temperley, "Music and Probability", 2007, chapter 3), and is played where a beat whose
 * length wanders puts it, give or take a jitter. Given the places this is a Kalman filter over (time of the last onset on the beat, beat length).
 * The search differs: a Viterbi recursion over places and {@value #TEMPI} tempo classes that keeps in each cell only the best history with its filter
 * state, so the time is linear in the number of onsets. One onset in fifty may be anywhere.
 *
 * <p>Immutable; threads may share one.
 */
public final class OnsetTracker {
    private static final int TEMPI = 112;
    private static final double SHORTEST_BEAT = 60.0 / 240;
    private static final double LONGEST_BEAT = 60.0 / 36;
    /** Cells that far below the best one are given up, nats. */
    private static final double BEAM = 22;

    private static final double OUTLIER = 0.02;
    /** Density of an onset that may be anywhere within a second, 1/s. */
    private static final double ANYWHERE = 1;
    /** Places farther than that many deviations from where an onset is expected are not tried. */
    private static final double REACH_DEVIATIONS = 3;

    private static final int MAX_REACH_TICKS = 6;
    /** The tempo prior counts once for as many notes. */
    private static final double NOTES_PER_TASTE = 16;

    private final RhythmParams params;
    private final double logShortest = Math.log(SHORTEST_BEAT);
    private final double classWidth = Math.log(LONGEST_BEAT / SHORTEST_BEAT) / TEMPI;

    public OnsetTracker(RhythmParams params) {
        this.params = params;
    }

    /**
     * The likeliest beats. Time and memory grow with the number of onsets.
     *
     * @param onsetSeconds rising
     * @return empty for fewer than two onsets
     */
    public Optional<OnsetGrid> track(double[] onsetSeconds, Subdivision subdivision) {
        if (onsetSeconds.length < 2) {
            return Optional.empty();
        }
        Silences silences = new Silences(onsetSeconds);
        return Optional.of(silences.restored(new Search(silences.shortened(), subdivision).run()));
    }

    /** One search; cells are numbered {@code placeIndex * TEMPI + tempoClass}. */
    private final class Search {
        private final double[] onsets;
        private final Subdivision subdivision;
        private final int[] places;
        private final int[] placeIndex = new int[Subdivision.TICKS_PER_BEAT];
        private final History history;
        private Cells now;
        private Cells next;

        Search(double[] onsets, Subdivision subdivision) {
            this.onsets = onsets;
            this.subdivision = subdivision;
            this.places = subdivision.places();
            Arrays.fill(placeIndex, -1);
            for (int i = 0; i < places.length; i++) {
                placeIndex[places[i]] = i;
            }
            int cells = places.length * TEMPI;
            history = new History(onsets.length);
            now = new Cells(cells);
            next = new Cells(cells);
        }

        OnsetGrid run() {
            start();
            for (int n = 1; n < onsets.length; n++) {
                next.clear();
                double floor = now.best() - BEAM;
                for (int cell = 0; cell < now.log.length; cell++) {
                    if (now.log[cell] >= floor) {
                        extend(n, cell);
                    }
                }
                history.keep(n, next, next.best() - BEAM);
                Cells swap = now;
                now = next;
                next = swap;
            }
            return trace();
        }

        private void start() {
            now.clear();
            for (int p = 0; p < places.length; p++) {
                for (int k = 0; k < TEMPI; k++) {
                    double period = Math.exp(logShortest + (k + 0.5) * classWidth);
                    int cell = p * TEMPI + k;
                    now.log[cell] = tempoWeight() * params.logTempoPrior(period, subdivision)
                            + Math.log(classWidth)
                            + Math.log(subdivision.startShare(places[p]));
                    now.time[cell] = onsets[0];
                    now.period[cell] = period;
                    now.varTime[cell] = params.jitterVariance();
                    double spread = period * classWidth / 2;
                    now.varPeriod[cell] = spread * spread;
                    now.covariance[cell] = 0;
                }
            }
        }

        /**
         * Which of several tempi an octave apart is felt as the beat is a matter of taste, and taste must not be outvoted by ever more notes: what subdivisions
         * say of it differs from song to song by as much per note.
         */
        private double tempoWeight() {
            return Math.max(1, onsets.length / NOTES_PER_TASTE);
        }

        private void extend(int n, int cell) {
            double gap = onsets[n] - now.time[cell];
            double ticksPerSecond = Subdivision.TICKS_PER_BEAT / now.period[cell];
            double wanted = gap * ticksPerSecond;
            double deviation = Math.sqrt(varTime(cell, wanted / Subdivision.TICKS_PER_BEAT) + params.jitterVariance());
            int reach = (int) Math.clamp(Math.ceil(REACH_DEVIATIONS * deviation * ticksPerSecond), 2, MAX_REACH_TICKS);
            int place = places[cell / TEMPI];
            int from = (int) Math.max(1, Math.round(wanted) - reach);
            int to = (int) Math.max(from + 3, Math.round(wanted) + reach);
            for (int ticks = from; ticks <= to; ticks++) {
                int target = placeIndex[(place + ticks) % Subdivision.TICKS_PER_BEAT];
                if (target >= 0) {
                    move(n, cell, ticks, target);
                }
            }
        }

        /** Variance of where the beat lies that many beats later. */
        private double varTime(int cell, double beats) {
            return now.varTime[cell]
                    + 2 * beats * now.covariance[cell]
                    + beats * beats * now.varPeriod[cell]
                    + beats * params.phaseDriftVariance();
        }

        /** One step of the Kalman filter, kept if it is the best way into its cell. */
        private void move(int n, int cell, int ticks, int target) {
            double beats = (double) ticks / Subdivision.TICKS_PER_BEAT;
            double period = now.period[cell];
            double drift = params.tempoDrift() * period;
            double covariance = now.covariance[cell] + beats * now.varPeriod[cell];
            double varTime = varTime(cell, beats);
            double noise = varTime + params.jitterVariance();
            double error = onsets[n] - now.time[cell] - beats * period;
            double inlier = (1 - OUTLIER) * Math.exp(-0.5 * error * error / noise) / Math.sqrt(2 * Math.PI * noise);
            double density = inlier + OUTLIER * ANYWHERE;
            double log = now.log[cell] + subdivision.logNext(places[cell / TEMPI], ticks) + Math.log(density);
            double gain = inlier / density / noise;
            double newPeriod = Math.clamp(period + gain * covariance * error, SHORTEST_BEAT, LONGEST_BEAT);
            int tempo = Math.clamp((long) ((Math.log(newPeriod) - logShortest) / classWidth), 0, TEMPI - 1);
            int to = target * TEMPI + tempo;
            if (log <= next.log[to]) {
                return;
            }
            next.log[to] = log;
            next.time[to] = onsets[n] - error + gain * varTime * error;
            next.period[to] = newPeriod;
            next.varTime[to] = varTime * (1 - gain * varTime);
            next.covariance[to] = covariance * (1 - gain * varTime);
            next.varPeriod[to] = now.varPeriod[cell] + drift * drift * beats - gain * covariance * covariance;
            next.from[to] = cell;
            next.ticks[to] = ticks;
        }

        private OnsetGrid trace() {
            int cell = now.argBest();
            double log = now.log[cell];
            int[] ticks = new int[onsets.length];
            for (int n = onsets.length - 1; n > 0; n--) {
                int entry = history.find(n, cell);
                ticks[n - 1] = ticks[n] - history.ticks[n][entry];
                cell = history.from[n][entry];
            }
            double period = Math.exp(logShortest + (cell % TEMPI + 0.5) * classWidth);
            double preference = (tempoWeight() - 1) * params.logTempoPrior(period, subdivision);
            int shift = places[cell / TEMPI] - ticks[0];
            for (int n = 0; n < ticks.length; n++) {
                ticks[n] += shift;
            }
            return new OnsetGrid(
                    beats(ticks), ticks, subdivision, log - preference, log, RhythmParams.logChance(onsets));
        }

        private BeatMap beats(int[] ticks) {
            double[] place = new double[ticks.length];
            for (int n = 0; n < ticks.length; n++) {
                place[n] = (double) ticks[n] / Subdivision.TICKS_PER_BEAT;
            }
            int beats = Math.max(2, (int) Math.ceil(place[place.length - 1]) + 1);
            return new BeatMap(BeatSmoother.smooth(place, onsets, beats, params.stiffness()));
        }
    }

    /** How the best history came into each cell, for the cells within the beam. */
    private static final class History {
        private final int[][] cells;
        private final int[][] from;
        private final int[][] ticks;

        History(int onsets) {
            cells = new int[onsets][];
            from = new int[onsets][];
            ticks = new int[onsets][];
        }

        void keep(int n, Cells next, double floor) {
            cells[n] = IntStream.range(0, next.log.length)
                    .filter(cell -> next.log[cell] >= floor)
                    .toArray();
            from[n] = Arrays.stream(cells[n]).map(cell -> next.from[cell]).toArray();
            ticks[n] = Arrays.stream(cells[n]).map(cell -> next.ticks[cell]).toArray();
        }

        int find(int n, int cell) {
            return Arrays.binarySearch(cells[n], cell);
        }
    }

    /** The best history of each cell and its filter state. */
    private static final class Cells {
        private final double[] log;
        private final double[] time;
        private final double[] period;
        private final double[] varTime;
        private final double[] varPeriod;
        private final double[] covariance;
        private final int[] from;
        private final int[] ticks;

        Cells(int count) {
            log = new double[count];
            time = new double[count];
            period = new double[count];
            varTime = new double[count];
            varPeriod = new double[count];
            covariance = new double[count];
            from = new int[count];
            ticks = new int[count];
        }

        void clear() {
            Arrays.fill(log, Double.NEGATIVE_INFINITY);
        }

        int argBest() {
            int best = 0;
            for (int i = 1; i < log.length; i++) {
                best = log[i] > log[best] ? i : best;
            }
            return best;
        }

        double best() {
            return log[argBest()];
        }
    }
}
