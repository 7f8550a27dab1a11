package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * Probabilistic YIN: M. Mauch and S. Dixon, "pYIN: a fundamental frequency estimator using probabilistic threshold
 * distributions", ICASSP 2014, as librosa 0.11.0 computes it ({@code center=True}, zero padding).
 *
 * <p>Deviations from librosa: the difference function is computed directly and not by FFT, within a hop in single
 * precision; the Viterbi recursion runs in fixed point of 2^-20. Both move a decision only where it was a tie.
 *
 * <p>Use: {@link #process} for each block of the recording, in order, then {@link #finish} once. The kernel is immutable and
 * shared by threads; a {@link PyinWorkspace} is not. Within the workspace's capacity, processing allocates nothing.
 */
public final class Pyin {
    /** Beyond this the sums of squares could overflow. */
    private static final float MAX_ABSOLUTE_SAMPLE = 1e15f;

    private final PyinParams params;
    private final double[] binHz;

    public Pyin(PyinParams params) {
        this.params = params;
        this.binHz = new double[params.pitchBins()];
        for (int i = 0; i < binHz.length; i++) {
            binHz[i] = params.minF0Hz() * Math.pow(2, (double) i / params.binsPerOctave());
        }
    }

    public PyinParams params() {
        return params;
    }

    /**
     * Takes the samples {@code in[offset .. offset + count)}: mono, of any level. What is not a number, infinite or beyond 10^15
     * counts as 0.
     */
    public void process(float[] in, int offset, int count, PyinWorkspace workspace) {
        if (workspace.samples == 0 && count > 0) {
            padSilence(params.frameSamples() / 2, workspace);
        }
        workspace.samples += count;
        int at = offset;
        int end = offset + count;
        while (at < end) {
            int taken = Math.min(end - at, workspace.window.length - workspace.windowSamples);
            copyFinite(in, at, workspace.window, workspace.windowSamples, taken);
            workspace.windowSamples += taken;
            at += taken;
            computeHopIfComplete(workspace);
        }
    }

    /** Ends the recording and decodes its path. The workspace is then ready for the next recording. */
    public F0Track finish(PyinWorkspace workspace) {
        int frames = params.frames(workspace.samples);
        while (workspace.candidates.frames() < frames) {
            padSilence(params.hopSamples(), workspace);
        }
        workspace.path.finish(workspace.candidates);
        float[] f0Hz = new float[frames];
        boolean[] voiced = new boolean[frames];
        float[] voicedProbability = new float[frames];
        for (int i = 0; i < frames; i++) {
            int state = workspace.path.state(i);
            voiced[i] = state < binHz.length;
            f0Hz[i] = (float) binHz[state % binHz.length];
            voicedProbability[i] = workspace.candidates.voicedProbability(i);
        }
        workspace.clear();
        return new F0Track(params.sampleRateHz(), params.hopSamples(), f0Hz, voiced, voicedProbability);
    }

    private static void copyFinite(float[] in, int from, float[] window, int to, int count) {
        for (int i = 0; i < count; i++) {
            float sample = in[from + i];
            window[to + i] = Math.abs(sample) <= MAX_ABSOLUTE_SAMPLE ? sample : 0;
        }
    }

    private void padSilence(int count, PyinWorkspace workspace) {
        int left = count;
        while (left > 0) {
            int taken = Math.min(left, workspace.window.length - workspace.windowSamples);
            Arrays.fill(workspace.window, workspace.windowSamples, workspace.windowSamples + taken, 0);
            workspace.windowSamples += taken;
            left -= taken;
            computeHopIfComplete(workspace);
        }
    }

    private void computeHopIfComplete(PyinWorkspace workspace) {
        if (workspace.windowSamples < workspace.window.length) {
            return;
        }
        int hopsPerFrame = workspace.hopParts.length;
        workspace.hop.compute(workspace.window, workspace.hopParts[(int) (workspace.hops % hopsPerFrame)]);
        if (workspace.hops >= hopsPerFrame - 1) {
            addFrame(workspace);
        }
        workspace.hops++;
        int kept = workspace.window.length - params.hopSamples();
        System.arraycopy(workspace.window, params.hopSamples(), workspace.window, 0, kept);
        workspace.windowSamples = kept;
    }

    /** The frame that ends with the hop just computed. A frame has an even number of hops, so they are added in pairs. */
    private void addFrame(PyinWorkspace workspace) {
        double[] difference = workspace.frameDifference;
        Arrays.fill(difference, 0);
        for (int back = 0; back < workspace.hopParts.length; back += 2) {
            add(workspace.hopPart(back), workspace.hopPart(back + 1), difference);
        }
        workspace.troughs.find(difference, workspace.candidates);
        workspace.path.advance(workspace.candidates);
    }

    private static void add(double[] a, double[] b, double[] to) {
        for (int lag = 0; lag < to.length; lag++) {
            to[lag] += a[lag] + b[lag];
        }
    }
}
