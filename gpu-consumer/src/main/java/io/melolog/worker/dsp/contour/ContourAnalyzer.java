package io.melolog.worker.dsp.contour;

import java.util.Arrays;

/**
 * From samples to {@link ContourFrames}, a block at a time. Frame {@code i} is centred at {@code i * hopSamples}. Allocates
 * nothing within its capacity. One thread and one recording at a time.
 */
public final class ContourAnalyzer {
    /** Keeps the offset of a recording and rumble out of the levels: -3 dB at about 35 Hz. */
    private static final double BLOCKED_BELOW_HZ = 35;

    private final ContourParams params;
    private final LagDifference kernel;
    private final RecordLows lows;
    private final float[] buffer;
    private final float[][] hopDifference;
    private final float[] frameDifference;
    private final double[] hopPower;
    private final float pole;
    private final ContourFrames frames;
    private final SpectralNovelty novelty;
    private final float[] two;

    private int filled;
    private long samples;
    private long hops;
    private float lastIn;
    private float lastOut;

    /** @param sampleCapacity length of the longest recording expected, samples */
    public ContourAnalyzer(ContourParams params, long sampleCapacity) {
        this.params = params;
        this.kernel = new LagDifference(params.hopSamples(), params.maxLagSamples());
        this.lows = new RecordLows(params);
        this.buffer = new float[kernel.inputSamples()];
        this.hopDifference = new float[params.windowHops()][params.maxLagSamples() + 1];
        this.frameDifference = new float[params.maxLagSamples() + 1];
        this.hopPower = new double[2];
        this.pole = (float) Math.exp(-2 * Math.PI * BLOCKED_BELOW_HZ / params.sampleRateHz());
        this.novelty = new SpectralNovelty(params.sampleRateHz());
        this.two = new float[2 * params.hopSamples()];
        this.frames = new ContourFrames(params, params.frames(sampleCapacity));
        // The first frame's window starts half a window before the recording.
        this.filled = params.windowHops() * params.hopSamples() / 2;
    }

    /** Takes the samples {@code in[offset .. offset + count)}: mono, finite, of any level. */
    public void process(float[] in, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            float out = in[i] - lastIn + pole * lastOut;
            lastIn = in[i];
            lastOut = Math.abs(out) < Float.MIN_NORMAL ? 0 : out;
            push(lastOut);
        }
        samples += count;
    }

    /** Ends the recording. */
    public ContourFrames finish() {
        int wanted = params.frames(samples);
        while (frames.frames() < wanted) {
            push(0);
        }
        return frames;
    }

    private void push(float sample) {
        buffer[filled++] = sample;
        if (filled == buffer.length) {
            addHop();
            int hop = params.hopSamples();
            System.arraycopy(buffer, hop, buffer, 0, buffer.length - hop);
            filled -= hop;
        }
    }

    private void addHop() {
        int slots = hopDifference.length;
        kernel.compute(buffer, hopDifference[(int) (hops % slots)]);
        hopPower[(int) (hops % 2)] = power();
        System.arraycopy(two, params.hopSamples(), two, 0, params.hopSamples());
        System.arraycopy(buffer, 0, two, params.hopSamples(), params.hopSamples());
        hops++;
        if (hops >= slots) {
            addFrame();
        }
    }

    private void addFrame() {
        Arrays.fill(frameDifference, 0);
        for (float[] hop : hopDifference) {
            for (int lag = 0; lag < frameDifference.length; lag++) {
                frameDifference[lag] += hop[lag];
            }
        }
        frames.beginFrame();
        double troughDb = lows.find(frameDifference, frames);
        double power = (hopPower[0] + hopPower[1]) / (2.0 * params.hopSamples());
        frames.endFrame(power > 1e-20 ? 10 * Math.log10(power) : -200, novelty.next(two, 0), novelty.fall, troughDb, novelty.brightnessDb);
    }

    private double power() {
        double sum = 0;
        for (int i = 0; i < params.hopSamples(); i++) {
            sum += (double) buffer[i] * buffer[i];
        }
        return sum;
    }
}
