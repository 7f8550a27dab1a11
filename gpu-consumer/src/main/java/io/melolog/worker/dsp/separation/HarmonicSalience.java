package io.melolog.worker.dsp.separation;

import java.util.Arrays;

/**
 * How strongly each candidate pitch explains the spectral peaks of a frame.
 *
 * <p>The weighted sum over harmonics of Salamon and Gomez, Melody Extraction from Polyphonic Music Signals using Pitch
 * Contour Characteristics (IEEE TASLP 20(6), 2012), equations 3 to 5. Deviations: peaks are interpolated parabolically
 * instead of by phase; they are weighted by how central they are, by their height over their surroundings and against the
 * bass; and what lies half-way between harmonics counts against a candidate, which tells a pitch from its octave above
 * (the idea of SWIPE: Camacho and Harris, JASA 124(3), 2008).
 *
 * <p>Linear in loudness but for a compressing exponent. No allocation after construction. Not thread-safe.
 */
final class HarmonicSalience {
    private static final int HARMONICS = 20;
    private static final double HARMONIC_DECAY = 0.84;
    /** Half-way points count with this share of the harmonic above them; higher up they blur into the harmonics. */
    private static final double GAP_WEIGHT = 0.5;

    private static final int GAPS = 10;
    private static final double SPREAD_CENTS = 60;
    private static final float SIDE_PENALTY = 4;
    private static final double COMPRESSION = 1.2;
    private static final double WHITENING = 0.5;
    /** Peaks below lose 3 dB per octave: there a bass is louder than a voice. */
    private static final double BASS_HZ = 300;

    private static final float SILENT = 1e-10f;

    private final MelodyCombParams params;
    private final double binHz;
    private final float amplitudeScale;
    private final int firstBin;
    private final int lastBin;
    private final int octave;
    private final double[] gridIndexOfBin;
    private final int[] harmonicSteps = new int[HARMONICS];
    private final int[] gapSteps = new int[GAPS];
    private final float[] strength;
    private final double[] energyBelow;
    /** Peaks on the pitch grid, from one octave under its lowest pitch up to the last partial used. */
    private final float[] map;

    HarmonicSalience(MelodyCombParams params, int sampleRateHz, int windowSamples) {
        this.params = params;
        this.binHz = (double) sampleRateHz / windowSamples;
        this.amplitudeScale = 2f / windowSamples;
        this.firstBin = Math.max(2, (int) (params.minF0Hz() / 2 / binHz) - 1);
        this.lastBin = Math.min(windowSamples / 2 - 1, (int) (params.maxPartialHz() / binHz));
        this.octave = (int) Math.round(params.gridSteps(2));
        this.gridIndexOfBin = new double[windowSamples / 2 + 1];
        Arrays.setAll(gridIndexOfBin, k -> params.gridIndex(Math.max(k, 0.5) * binHz));
        Arrays.setAll(harmonicSteps, h -> (int) Math.round(params.gridSteps(h + 1)));
        Arrays.setAll(gapSteps, h -> (int) Math.round(params.gridSteps(h + 0.5)));
        this.strength = new float[windowSamples / 2 + 1];
        this.energyBelow = new double[windowSamples / 2 + 2];
        this.map = new float[octave + 2 + (int) Math.max(params.gridSize(), params.gridIndex(params.maxPartialHz()))];
    }

    /**
     * @param mid power per bin of the centre
     * @param side power per bin of the difference between the channels
     * @param salience receives one value, 0 or more, per pitch of the grid
     */
    void compute(float[] mid, float[] side, float[] salience) {
        weigh(mid, side);
        Arrays.fill(map, 0);
        for (int k = firstBin; k <= lastBin; k++) {
            float here = strength[k];
            if (here > strength[k - 1] && here >= strength[k + 1] && here > SILENT) {
                addPeak(k);
            }
        }
        sumHarmonics(salience);
    }

    private void weigh(float[] mid, float[] side) {
        for (int k = firstBin - 1; k <= lastBin + 1; k++) {
            float power = mid[k];
            float centre = power / (power + SIDE_PENALTY * side[k] + Float.MIN_NORMAL);
            strength[k] = (float) Math.sqrt(power) * centre * amplitudeScale;
            energyBelow[k + 1] = energyBelow[k] + strength[k] * strength[k];
        }
    }

    private void addPeak(int k) {
        double left = strength[k - 1];
        double here = strength[k];
        double right = strength[k + 1];
        double shift = 0.5 * (right - left) / (2 * here - left - right + Double.MIN_NORMAL);
        double slope = gridIndexOfBin[k + (shift < 0 ? 0 : 1)] - gridIndexOfBin[k - (shift < 0 ? 1 : 0)];
        double centre = octave + gridIndexOfBin[k] + shift * slope;
        double bass = Math.sqrt(Math.min(1, k * binHz / BASS_HZ));
        double weight = Math.pow(here, COMPRESSION) * Math.pow(surroundings(k), -WHITENING) * bass;
        double reach = SPREAD_CENTS / params.stepCents();
        int from = Math.max(0, (int) Math.ceil(centre - reach));
        int to = Math.min(map.length - 1, (int) Math.floor(centre + reach));
        for (int g = from; g <= to; g++) {
            double cos = Math.cos(Math.PI / 2 * (g - centre) / reach);
            map[g] += (float) (weight * cos * cos);
        }
    }

    /** Root mean square of the strengths within 40 % of a bin's frequency. */
    private double surroundings(int k) {
        int reach = Math.max(8, 2 * k / 5);
        int from = Math.max(firstBin - 1, k - reach);
        int to = Math.min(lastBin + 1, k + reach);
        double energy = energyBelow[to + 1] - energyBelow[from];
        return Math.sqrt(Math.max(0, energy) / (to + 1 - from)) + SILENT;
    }

    private void sumHarmonics(float[] salience) {
        Arrays.fill(salience, 0);
        double weight = 1;
        for (int h = 0; h < HARMONICS; h++) {
            addShifted(salience, harmonicSteps[h], (float) weight);
            if (h < GAPS) {
                addShifted(salience, gapSteps[h], (float) (-GAP_WEIGHT * weight));
            }
            weight *= HARMONIC_DECAY;
        }
        for (int g = 0; g < salience.length; g++) {
            salience[g] = Math.max(0, salience[g]);
        }
    }

    private void addShifted(float[] salience, int steps, float weight) {
        int offset = octave + steps;
        int count = Math.min(salience.length, map.length - offset);
        for (int g = 0; g < count; g++) {
            salience[g] += weight * map[g + offset];
        }
    }
}
