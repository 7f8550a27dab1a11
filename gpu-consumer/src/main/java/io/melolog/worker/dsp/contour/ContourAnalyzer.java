package io.melolog.worker.dsp.contour;

/**
 * From samples to {@link ContourFrames}, a block at a time. Frame {@code i} is centred at {@code i * hopSamples} and sees the
 * two hops around it. Allocates nothing within its capacity. One thread and one recording at a time.
 */
public final class ContourAnalyzer {
    /** Keeps the offset of a recording, rumble and the fundamental of mains hum out of everything. */
    private static final double BLOCKED_BELOW_HZ = 70;

    private static final double SILENCE_POWER = 1e-20;
    private static final double SILENCE_DB = -200;

    private final ContourParams params;
    private final LagDifference kernel;
    private final RecordLows lows;
    private final SpectralChange change;
    private final float[] buffer;
    /** The difference functions of the hop before and of the one after a frame's middle. */
    private float[] before;

    private float[] after;
    private final float[] difference;
    private final float[] frame;
    private final HighPass highPass;
    private final ContourFrames frames;

    private int filled;
    private long samples;
    private long hops;

    /** @param sampleCapacity length of the longest recording expected, samples */
    public ContourAnalyzer(ContourParams params, long sampleCapacity) {
        int hop = params.hopSamples();
        this.params = params;
        this.kernel = new LagDifference(hop, params.maxLagSamples());
        this.lows = new RecordLows(params);
        this.change = new SpectralChange(params.sampleRateHz(), 2 * hop);
        this.buffer = new float[kernel.inputSamples()];
        this.before = new float[params.maxLagSamples() + 1];
        this.after = new float[params.maxLagSamples() + 1];
        this.difference = new float[params.maxLagSamples() + 1];
        this.frame = new float[2 * hop];
        this.highPass = new HighPass(BLOCKED_BELOW_HZ, params.sampleRateHz());
        this.frames = new ContourFrames(params, params.frames(sampleCapacity));
        // The first frame's first hop lies before the recording.
        this.filled = hop;
    }

    /** Takes the samples {@code in[offset .. offset + count)}: mono, finite, of any level. */
    public void process(float[] in, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            push(highPass.next(in[i]));
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
        int hop = params.hopSamples();
        float[] oldest = before;
        before = after;
        after = oldest;
        kernel.compute(buffer, after);
        System.arraycopy(frame, hop, frame, 0, hop);
        System.arraycopy(buffer, 0, frame, hop, hop);
        hops++;
        if (hops > 1) {
            addFrame();
        }
    }

    private void addFrame() {
        for (int lag = 0; lag < difference.length; lag++) {
            difference[lag] = before[lag] + after[lag];
        }
        frames.beginFrame();
        double aperiodicityDb = lows.find(difference, frames);
        change.next(frame);
        double power = power();
        double levelDb = power > SILENCE_POWER ? 10 * Math.log10(power) : SILENCE_DB;
        frames.endFrame(levelDb, aperiodicityDb, change.growth(), change.decay());
    }

    private double power() {
        double sum = 0;
        for (float sample : frame) {
            sum += (double) sample * sample;
        }
        return sum / frame.length;
    }
}
