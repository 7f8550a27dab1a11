package io.melolog.worker.dsp.contour;

import io.melolog.worker.dsp.f0.F0Track;
import io.melolog.worker.dsp.f0.Pyin;
import io.melolog.worker.dsp.f0.PyinParams;
import io.melolog.worker.dsp.f0.PyinWorkspace;

/** Contours of synthesised signals at 22,050 Hz. */
public final class Contours {
    private Contours() {}

    /** As the pitch stage computes it. */
    public static Contour of(float[] signal) {
        PyinParams params = PyinParams.STANDARD;
        PyinWorkspace workspace = new PyinWorkspace(params, signal.length);
        Pyin pyin = new Pyin(params);
        pyin.process(signal, 0, signal.length, workspace);
        F0Track guide = pyin.finish(workspace);
        ContourAnalyzer analyzer = new ContourAnalyzer(
                ContourParams.standard(params.sampleRateHz(), params.minF0Hz(), params.maxF0Hz()), signal.length);
        analyzer.process(signal, 0, signal.length);
        return ContourTracker.STANDARD.track(analyzer.finish(), guide);
    }
}
