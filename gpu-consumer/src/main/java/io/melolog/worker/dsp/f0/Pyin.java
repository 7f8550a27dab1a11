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

    /** Takes the samples {@code in[offset .. offset + count)}: mono, finite, of any level. */
    public void process(float[] in, int offset, int count, PyinWorkspace workspace) {
        if (workspace.samples == 0 && count > 0) {
            padSilence(params.frameSamples() / 2, workspace);
        }
        workspace.samples += count;
        int at = offset;
        int end = offset + count;
        while (at < end) {
            int taken = Math.min(end - at, workspace.window.length - workspace.windowSamples);
            System.arraycopy(in, at, workspace.window, workspace.windowSamples, taken);
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
        int[] state = new int[frames];
        workspace.path.decode(workspace.candidates, state);
        float[] f0Hz = new float[frames];
        boolean[] voiced = new boolean[frames];
        float[] voicedProbability = new float[frames];
        for (int i = 0; i < frames; i++) {
            voiced[i] = state[i] < binHz.length;
            f0Hz[i] = (float) binHz[state[i] % binHz.length];
            voicedProbability[i] = workspace.candidates.voicedProbability(i);
        }
        workspace.clear();
        return new F0Track(params.sampleRateHz(), params.hopSamples(), f0Hz, voiced, voicedProbability);
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
        workspace.hop.compute(workspace.window);
        int hopsPerFrame = workspace.wholeHops.length;
        if (workspace.hops >= hopsPerFrame - 1) {
            addFrame(workspace);
        }
        double[] slot = workspace.wholeHops[(int) (workspace.hops % hopsPerFrame)];
        System.arraycopy(workspace.hop.whole, 0, slot, 0, slot.length);
        workspace.hops++;
        System.arraycopy(workspace.window, params.hopSamples(), workspace.window, 0, params.hopSamples());
        workspace.windowSamples = params.hopSamples();
    }

    /** The frame that ends with the hop just computed. */
    private void addFrame(PyinWorkspace workspace) {
        double[] difference = workspace.frameDifference;
        System.arraycopy(workspace.hop.last, 0, difference, 0, difference.length);
        int hopsPerFrame = workspace.wholeHops.length;
        for (int back = 1; back < hopsPerFrame; back++) {
            double[] earlier = workspace.wholeHops[(int) ((workspace.hops - back) % hopsPerFrame)];
            for (int lag = 0; lag < difference.length; lag++) {
                difference[lag] += earlier[lag];
            }
        }
        workspace.troughs.find(difference, workspace.candidates);
        workspace.path.advance(workspace.candidates);
    }
}
