package io.melolog.worker.dsp.note;

import java.util.Arrays;

/**
 * Mutes what a separator leaves in the vocals where nobody sings: pYIN is blind to level and finds notes even in a residue at
 * -40 dB. Whole frames of 50 ms are muted when they are more than {@code rangeDb} below the level of the mix.
 *
 * <p>For separated vocals only: an upload of its own is never gated. Immutable.
 *
 * @param mixLevelDb level of the mix's loud frames, see {@link FrameLevels#loudDb}
 * @param rangeDb how far below it a frame may be, dB; negative infinity mutes all
 */
public record VocalGate(double mixLevelDb, double rangeDb) {

    /** Measured: at 28 dB no false notes are left in songs without a voice, and the notes of songs with one gain. */
    public static final double STANDARD_RANGE_DB = 28;

    /**
     * Vocals whose loud frames are further below the mix's are what a separator takes from a band without a singer. Measured: 1 to 8 dB below in thirteen
     * mixes with a voice, down to 5 dB under the band, and 14 to 38 dB below where an instrument leads.
     */
    public static final double FAINTEST_VOICE_DB = 12;

    /** The gate with its standard range. */
    public static VocalGate below(double mixLevelDb) {
        return new VocalGate(mixLevelDb, STANDARD_RANGE_DB);
    }

    /** As {@link #below(double)}, but vocals that are too faint on the whole are muted altogether: nobody sings. */
    public static VocalGate below(double mixLevelDb, double vocalsLevelDb) {
        boolean sung = vocalsLevelDb >= mixLevelDb - FAINTEST_VOICE_DB;
        return sung ? below(mixLevelDb) : new VocalGate(mixLevelDb, Double.NEGATIVE_INFINITY);
    }

    /** Length of the frames that are muted or kept whole, samples. */
    public static int frameSamples(int sampleRateHz) {
        return FrameLevels.frameSamples(sampleRateHz);
    }

    /** Mutes the frames in {@code mono[0..count)} in place; {@code mono[0]} starts a frame, the last may be shorter. */
    public void apply(float[] mono, int count, int sampleRateHz) {
        int frameSamples = frameSamples(sampleRateHz);
        double threshold = Math.pow(10, (mixLevelDb - rangeDb) / 10);
        for (int start = 0; start < count; start += frameSamples) {
            int samples = Math.min(frameSamples, count - start);
            if (FrameLevels.power(mono, start, samples) < threshold) {
                Arrays.fill(mono, start, start + samples, 0);
            }
        }
    }
}
