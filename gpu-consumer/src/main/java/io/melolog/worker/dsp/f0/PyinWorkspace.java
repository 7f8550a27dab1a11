package io.melolog.worker.dsp.f0;

import java.util.Arrays;

/**
 * Everything that {@link Pyin} changes while it runs: one per thread and recording, reusable for the next recording. 1.1 MB,
 * and 74 bytes per frame (12 MB per hour), in long rests up to 149; beyond the capacity it grows.
 */
public final class PyinWorkspace {
    final PyinParams params;
    final HopDifference hop;
    /** The parts of the latest hops, as many as a frame has. */
    final double[][][] hopParts;

    final double[] frameDifference;
    final TroughFinder troughs;
    final Candidates candidates;
    final PathDecoder path;
    /** The hop to be computed next, followed by those that it is compared with. */
    final float[] window;

    int windowSamples;
    long samples;
    long hops;

    /** @param sampleCapacity length of the longest recording expected, samples */
    public PyinWorkspace(PyinParams params, long sampleCapacity) {
        this.params = params;
        int lags = params.maxLagSamples() + 1;
        int frameCapacity = params.frames(sampleCapacity);
        hop = new HopDifference(params.hopSamples(), params.maxLagSamples());
        hopParts = new double[params.frameSamples() / params.hopSamples()][][];
        Arrays.setAll(hopParts, i -> hop.newParts());
        frameDifference = new double[lags];
        troughs = new TroughFinder(params);
        candidates = new Candidates(params.pitchBins(), frameCapacity);
        path = new PathDecoder(new Lattice(params.pitchBins(), new Transitions(params)), frameCapacity);
        window = new float[hop.hopsNeeded() * params.hopSamples()];
        clear();
    }

    /** The part of the hop that many hops back in a frame that ends with the latest one. */
    double[] hopPart(int back) {
        double[][] parts = hopParts[(int) ((hops - back) % hopParts.length)];
        return parts[Math.min(back, parts.length - 1)];
    }

    /** Forgets the recording, keeps the memory. */
    public final void clear() {
        candidates.clear();
        path.clear();
        Arrays.fill(window, 0);
        windowSamples = 0;
        samples = 0;
        hops = 0;
    }
}
