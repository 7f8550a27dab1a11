package io.melolog.worker.dsp.resample;

import java.util.Arrays;

/**
 * Changes the rate of a stream of audio without moving it in time: output sample {@code n} is the input, band-limited to the lower of
 * both Nyquist frequencies, at {@code n / outRateHz} seconds.
 *
 * <p>Flat within 0.01 dB up to 0.92 of the lower Nyquist frequency; from that frequency on at least 100 dB down. Before its start
 * and after its end the input counts as silence. Equal rates copy. The result does not depend on how the input is cut into blocks.
 * Float samples and float sums over about 180 samples of the lower rate. No allocation after construction. One thread at a time.
 */
public final class Resampler {
    private static final int BLOCK = 4096;

    private final int channels;
    private final int inRate;
    private final int outRate;
    private final PhaseTable table;
    private final int halfTaps;

    /** Input per channel; position {@link #windowStart} of the stream stands at index 0. */
    private final float[][] window;

    private long windowStart;
    private int windowFrames;
    private long framesIn;
    private long framesOut;
    private boolean finished;

    /** The next output sample: after this input sample, by {@link #phase} of {@link #outRate} parts. */
    private long position;

    private int phase;

    /**
     * @param inRateHz 1 or more
     * @param outRateHz 1 or more; about 6 MB of coefficients at most for ratios up to 100
     * @param channels 1 or more
     */
    public Resampler(int inRateHz, int outRateHz, int channels) {
        if (inRateHz < 1 || outRateHz < 1 || channels < 1) {
            throw new IllegalArgumentException(inRateHz + " to " + outRateHz + " Hz, " + channels + " channels");
        }
        int factor = greatestCommonDivisor(inRateHz, outRateHz);
        this.inRate = inRateHz / factor;
        this.outRate = outRateHz / factor;
        this.channels = channels;
        this.table = new PhaseTable(inRate, outRate);
        this.halfTaps = table.halfTaps();
        this.window = new float[channels][2 * halfTaps + Math.max(BLOCK, halfTaps)];
        this.windowStart = -halfTaps;
        this.windowFrames = halfTaps;
    }

    /** The length of the whole output for {@code inFrames} frames: {@code inFrames * outRateHz / inRateHz}, rounded up. */
    public static long outFrames(long inFrames, int inRateHz, int outRateHz) {
        int factor = greatestCommonDivisor(inRateHz, outRateHz);
        return Math.ceilDiv(Math.multiplyExact(inFrames, (long) (outRateHz / factor)), inRateHz / factor);
    }

    /** How many frames {@link #process} of {@code inFrames} frames, or {@link #finish} for 0, may write at most. */
    public int mostOutFrames(int inFrames) {
        return Math.toIntExact(Math.ceilDiv((inFrames + 2L * halfTaps) * outRate, inRate) + 1);
    }

    /**
     * Takes the next input.
     *
     * @param in one array per channel
     * @param frames how many, from the start of the arrays
     * @param out one array per channel with room for {@link #mostOutFrames}
     * @return the frames written
     */
    public int process(float[][] in, int frames, float[][] out) {
        if (finished) {
            throw new IllegalStateException("the stream was finished");
        }
        int written = 0;
        int taken = 0;
        while (taken < frames) {
            dropUsed();
            int count = Math.min(frames - taken, window[0].length - windowFrames);
            for (int channel = 0; channel < channels; channel++) {
                System.arraycopy(in[channel], taken, window[channel], windowFrames, count);
            }
            windowFrames += count;
            taken += count;
            written += produce(out, written, Long.MAX_VALUE);
        }
        framesIn += frames;
        return written;
    }

    /** Writes what is left after the last input; the whole output is then {@link #outFrames} long. */
    public int finish(float[][] out) {
        if (finished) {
            return 0;
        }
        finished = true;
        long total = outFrames(framesIn, inRate, outRate);
        dropUsed();
        for (float[] plane : window) {
            Arrays.fill(plane, windowFrames, windowFrames + halfTaps, 0);
        }
        windowFrames += halfTaps;
        return produce(out, 0, total);
    }

    private int produce(float[][] out, int at, long total) {
        long windowEnd = windowStart + windowFrames;
        int written = 0;
        while (position + halfTaps < windowEnd && framesOut < total) {
            int first = (int) (position - halfTaps + 1 - windowStart);
            for (int channel = 0; channel < channels; channel++) {
                out[channel][at + written] = table.sample(window[channel], first, phase, outRate);
            }
            written++;
            framesOut++;
            long ahead = (long) phase + inRate;
            position += ahead / outRate;
            phase = (int) (ahead % outRate);
        }
        return written;
    }

    private void dropUsed() {
        int used = (int) Math.min(windowFrames, Math.max(0, position - halfTaps + 1 - windowStart));
        if (used == 0) {
            return;
        }
        for (float[] plane : window) {
            System.arraycopy(plane, used, plane, 0, windowFrames - used);
        }
        windowStart += used;
        windowFrames -= used;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
