package io.melolog.worker.dsp.note;

import io.melolog.worker.dsp.contour.Contour;
import io.melolog.worker.dsp.contour.ContourAnalyzer;
import io.melolog.worker.dsp.contour.ContourParams;
import io.melolog.worker.dsp.contour.ContourTracker;
import io.melolog.worker.dsp.f0.F0Track;
import io.melolog.worker.dsp.f0.Pyin;
import io.melolog.worker.dsp.f0.PyinParams;
import io.melolog.worker.dsp.f0.PyinWorkspace;
import java.util.List;

/** Notes of synthesised signals at 22,050 Hz. */
final class Transcripts {
    static final int HOP_SAMPLES = 256;

    private Transcripts() {}

    static List<Note> notes(float[] signal) {
        return HmmNoteTranscriber.STANDARD.transcribe(contour(signal));
    }

    static Contour contour(float[] signal) {
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

    static List<Integer> midis(List<Note> notes) {
        return notes.stream().map(Note::midi).toList();
    }
}
