package io.melolog.worker.dsp.f0;

/**
 * What pYIN is run with. {@link #STANDARD} holds the defaults of librosa 0.11.0's {@code pyin} for C2 to C7.
 *
 * @param sampleRateHz sample rate of the input, Hz
 * @param frameSamples length of an analysis frame, samples; an even multiple of the hop, and at least two of the longest
 *     periods
 * @param hopSamples distance between frames, samples; a multiple of 4
 * @param minF0Hz lowest frequency looked for, Hz
 * @param maxF0Hz highest frequency looked for, Hz; at most half the sample rate
 * @param thresholds number of equally wide steps of the YIN threshold in 0..1
 * @param betaA first shape parameter of the threshold's beta prior, a whole number
 * @param betaB second shape parameter of the threshold's beta prior, a whole number
 * @param boltzmann how strongly shorter periods are preferred among the troughs under one threshold
 * @param binsPerSemitone pitch resolution: 10 is 10 cents
 * @param maxOctavesPerSecond fastest glide that counts as one melody
 * @param switchProbability probability per frame of going from voiced to unvoiced or back, 0..1 exclusive
 * @param noTroughProbability weight of the deepest trough for thresholds that no trough is under, 0..1
 */
public record PyinParams(
        int sampleRateHz,
        int frameSamples,
        int hopSamples,
        double minF0Hz,
        double maxF0Hz,
        int thresholds,
        int betaA,
        int betaB,
        double boltzmann,
        int binsPerSemitone,
        double maxOctavesPerSecond,
        double switchProbability,
        double noTroughProbability) {

    private static final double C2_HZ = 65.40639132514966;
    private static final double C7_HZ = 2093.004522404789;

    /** C2 to C7 at 22,050 Hz, frames of 2048 samples every 512, 10 cents per pitch bin. */
    public static final PyinParams STANDARD =
            new PyinParams(22_050, 2048, 512, C2_HZ, C7_HZ, 100, 2, 18, 2.0, 10, 35.92, 0.01, 0.01);

    public PyinParams {
        require(sampleRateHz > 0, "the sample rate must be positive");
        require(hopSamples > 0 && hopSamples % 4 == 0, "the hop must be a multiple of 4");
        require(frameSamples > 0 && frameSamples % (2 * hopSamples) == 0, "a frame must be an even number of hops");
        require(minF0Hz > 0 && minF0Hz < maxF0Hz, "the frequency range is empty");
        require(maxF0Hz <= sampleRateHz / 2.0, "the highest frequency is above half the sample rate");
        require(2 * Math.ceil(sampleRateHz / minF0Hz) <= frameSamples, "a frame must hold two of the longest periods");
        require(thresholds > 0, "at least one threshold");
        require(betaA > 0 && betaB > 0, "the beta prior needs positive whole parameters");
        require(boltzmann > 0, "the Boltzmann parameter must be positive");
        require(binsPerSemitone > 0, "at least one pitch bin per semitone");
        require(
                maxStepBins(maxOctavesPerSecond, hopSamples, sampleRateHz, binsPerSemitone) >= 4,
                "the pitch must be able to move by four bins per frame");
        require(switchProbability > 0 && switchProbability < 1, "the switch probability is within 0..1");
        require(noTroughProbability >= 0 && noTroughProbability <= 1, "the no-trough probability is within 0..1");
    }

    /**
     * {@link #STANDARD} for another range of pitch. The frame has to hold four of the longest periods: below 43.1 Hz it is twice
     * as long, on the same time grid.
     */
    public static PyinParams searching(double minF0Hz, double maxF0Hz) {
        int frameSamples = STANDARD.frameSamples;
        while (minF0Hz > 0 && frameSamples < 4 * STANDARD.sampleRateHz / minF0Hz && frameSamples < 1 << 16) {
            frameSamples *= 2;
        }
        return STANDARD.with(STANDARD.sampleRateHz, frameSamples, STANDARD.hopSamples, minF0Hz, maxF0Hz);
    }

    /**
     * {@link #STANDARD} for another sample rate: frames of about 93 ms every 23 ms. The work grows with the square of the rate,
     * so recordings are better resampled to the standard one.
     */
    public static PyinParams atRate(int sampleRateHz) {
        double standardHops = (double) sampleRateHz * STANDARD.hopSamples / STANDARD.sampleRateHz;
        int hopSamples = 4 * (int) Math.round(standardHops / 4);
        return STANDARD.with(sampleRateHz, 4 * hopSamples, hopSamples, C2_HZ, Math.min(C7_HZ, sampleRateHz / 4.0));
    }

    private PyinParams with(int rateHz, int frame, int hop, double minHz, double maxHz) {
        return new PyinParams(
                rateHz,
                frame,
                hop,
                minHz,
                maxHz,
                thresholds,
                betaA,
                betaB,
                boltzmann,
                binsPerSemitone,
                maxOctavesPerSecond,
                switchProbability,
                noTroughProbability);
    }

    /** Shortest period looked for, samples. */
    int minLagSamples() {
        return (int) Math.floor(sampleRateHz / maxF0Hz);
    }

    /** Longest period looked for, samples. */
    int maxLagSamples() {
        return (int) Math.ceil(sampleRateHz / minF0Hz);
    }

    int binsPerOctave() {
        return 12 * binsPerSemitone;
    }

    int pitchBins() {
        return (int) Math.floor(binsPerOctave() * (Math.log(maxF0Hz / minF0Hz) / Math.log(2))) + 1;
    }

    /** Farthest that the pitch moves from one frame to the next, in bins. */
    int maxStepBins() {
        return maxStepBins(maxOctavesPerSecond, hopSamples, sampleRateHz, binsPerSemitone);
    }

    private static int maxStepBins(double octavesPerSecond, int hopSamples, int sampleRateHz, int binsPerSemitone) {
        double semitones = octavesPerSecond * 12 * hopSamples / sampleRateHz;
        return (int) Math.rint(semitones) * binsPerSemitone / 2;
    }

    /** Frames of a recording of that many samples: one centred at 0 and one every hop after it. */
    public int frames(long samples) {
        return samples == 0 ? 0 : Math.toIntExact(1 + samples / hopSamples);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
