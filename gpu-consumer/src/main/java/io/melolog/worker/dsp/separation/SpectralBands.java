package io.melolog.worker.dsp.separation;

/**
 * The bands {@link MaskNetwork} sees, for spectra of any sample rate. Bands are those of a 4096-sample transform at 44.1 kHz:
 * 1 bin wide to 1.5 kHz, 2 to 3 kHz, 4 to 6 kHz, 12 to 12 kHz, 40 above, from 32 Hz. Spectra of other rates are read at the
 * same frequencies, between bins linearly in power. Immutable: any thread.
 */
final class SpectralBands {
    /** Mid and side. */
    static final int FEATURES = 2 * 348;

    private static final int[][] LAYOUT = {{3, 1, 137}, {140, 2, 70}, {280, 4, 70}, {560, 12, 47}, {1124, 40, 24}};
    private static final int BANDS = FEATURES / 2;
    private static final int END = 2049;
    private static final double BIN_HZ = 44_100.0 / 4096;
    private static final float FLOOR = 1e-7f;
    private static final double MIN_SIDE = -6;
    private static final double MAX_SIDE = 3;

    private final int[] edges = new int[BANDS + 1];
    private final int[] below;
    private final float[] above;
    private final int[] bandOfBin;

    /** @param binHz distance between the bins of the spectra; {@code bins} of them, the first at 0 Hz */
    SpectralBands(double binHz, int bins) {
        int band = 0;
        for (int[] part : LAYOUT) {
            for (int k = 0; k < part[2]; k++) {
                edges[band++] = part[0] + k * part[1];
            }
        }
        edges[BANDS] = END;
        this.below = new int[END];
        this.above = new float[END];
        for (int k = 0; k < END; k++) {
            double at = k * BIN_HZ / binHz;
            boolean inside = at <= bins - 1;
            below[k] = inside ? Math.min((int) at, bins - 2) : -1;
            above[k] = inside ? (float) (at - below[k]) : 0;
        }
        this.bandOfBin = bandsOfBins(binHz, bins);
    }

    private int[] bandsOfBins(double binHz, int bins) {
        int[] bands = new int[bins];
        int band = 0;
        for (int j = 0; j < bins; j++) {
            long at = Math.round(j * binHz / BIN_HZ);
            while (band < BANDS - 1 && edges[band + 1] <= at) {
                band++;
            }
            bands[j] = at < edges[0] ? -1 : band;
        }
        return bands;
    }

    /** Mean power per band of a power spectrum; bands above its last bin are 0. */
    void power(float[] bins, float[] bands) {
        for (int b = 0; b < BANDS; b++) {
            double sum = 0;
            for (int k = edges[b]; k < edges[b + 1]; k++) {
                int at = below[k];
                if (at >= 0) {
                    sum += bins[at] + above[k] * (bins[at + 1] - bins[at]);
                }
            }
            bands[b] = (float) (sum / (edges[b + 1] - edges[b]));
        }
    }

    /** What a frame adds to the recording's level: power summed over bins, divided by the number of bands. */
    double level(float[] mid, float[] side) {
        double sum = 0;
        for (int b = 0; b < BANDS; b++) {
            sum += ((double) mid[b] + side[b]) * (edges[b + 1] - edges[b]);
        }
        return sum / BANDS;
    }

    /**
     * What the network is given for a frame.
     *
     * @param mid mean powers per band
     * @param side likewise
     * @param level mean of {@link #level} over the recording's frames
     * @param features receives {@link #FEATURES} values: log(M / level + 1e-7) of all bands, then log(S / M) held to -6..3
     */
    static void features(float[] mid, float[] side, double level, float[] features) {
        double scale = level > 0 ? 1 / level : 0;
        for (int b = 0; b < BANDS; b++) {
            double logMid = Math.log(mid[b] * scale + FLOOR);
            features[b] = (float) logMid;
            features[BANDS + b] = (float) Math.clamp(Math.log(side[b] * scale + FLOOR) - logMid, MIN_SIDE, MAX_SIDE);
        }
    }

    /** Spreads a frame's masks over the bins; bins below the lowest band get 0. */
    void gains(float[] masks, float[] mid, float[] side) {
        for (int j = 0; j < bandOfBin.length; j++) {
            int band = bandOfBin[j];
            mid[j] = band < 0 ? 0 : masks[band];
            side[j] = band < 0 ? 0 : masks[BANDS + band];
        }
    }
}
