package io.melolog.worker.dsp.f0;

import java.util.OptionalDouble;

/**
 * A pitch track: frame {@code i} is centred at {@code i * hopSamples / sampleRateHz} seconds.
 *
 * <p>An unvoiced frame has no frequency: {@link #f0Hz} says so by being empty. Immutable, so any thread may read it.
 */
public final class F0Track {
    private final int sampleRateHz;
    private final int hopSamples;
    private final float[] f0Hz;
    private final boolean[] voiced;
    private final float[] voicedProbability;

    /**
     * Takes over the arrays, which must be of one length.
     *
     * @param f0Hz frequency per frame, Hz; read only where the frame is voiced, and positive there
     * @param voiced whether the frame has a pitch
     * @param voicedProbability probability that it has, 0..1
     */
    public F0Track(int sampleRateHz, int hopSamples, float[] f0Hz, boolean[] voiced, float[] voicedProbability) {
        if (f0Hz.length != voiced.length || f0Hz.length != voicedProbability.length) {
            throw new IllegalArgumentException("the columns of a track must be of one length");
        }
        if (sampleRateHz < 1 || hopSamples < 1) {
            throw new IllegalArgumentException("no such time grid: " + hopSamples + " of " + sampleRateHz + " Hz");
        }
        this.sampleRateHz = sampleRateHz;
        this.hopSamples = hopSamples;
        this.f0Hz = f0Hz;
        this.voiced = voiced;
        this.voicedProbability = voicedProbability;
    }

    public int sampleRateHz() {
        return sampleRateHz;
    }

    public int hopSamples() {
        return hopSamples;
    }

    public int frames() {
        return voiced.length;
    }

    /** Seconds from one frame to the next. */
    public double hopSeconds() {
        return (double) hopSamples / sampleRateHz;
    }

    /** The time of the middle of a frame, seconds. */
    public double timeSeconds(int frame) {
        return (double) frame * hopSamples / sampleRateHz;
    }

    public boolean voiced(int frame) {
        return voiced[frame];
    }

    /** The frequency of a voiced frame in Hz, empty for an unvoiced one. */
    public OptionalDouble f0Hz(int frame) {
        return voiced[frame] ? OptionalDouble.of(f0Hz[frame]) : OptionalDouble.empty();
    }

    /** The probability 0..1 that the frame is voiced, given for every frame. */
    public float voicedProbability(int frame) {
        return voicedProbability[frame];
    }
}
