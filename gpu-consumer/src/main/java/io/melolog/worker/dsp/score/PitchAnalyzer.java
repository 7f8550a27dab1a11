package io.melolog.worker.dsp.score;

import io.melolog.worker.dsp.contour.Contour;
import io.melolog.worker.dsp.contour.ContourAnalyzer;
import io.melolog.worker.dsp.contour.ContourParams;
import io.melolog.worker.dsp.contour.ContourTracker;
import io.melolog.worker.dsp.f0.F0Track;
import io.melolog.worker.dsp.f0.Pyin;
import io.melolog.worker.dsp.f0.PyinParams;
import io.melolog.worker.dsp.f0.PyinWorkspace;
import io.melolog.worker.dsp.note.FrameLevels;
import io.melolog.worker.dsp.note.HmmNoteTranscriber;
import io.melolog.worker.dsp.note.Melody;
import io.melolog.worker.dsp.note.Note;
import io.melolog.worker.dsp.note.NoteTranscriber;
import io.melolog.worker.dsp.note.VocalGate;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/**
 * From a mono recording to its melody: pYIN's track, a finer contour guided by it, the notes of the contour, and their score.
 * Immutable; threads may share one.
 */
public final class PitchAnalyzer {
    /** Share of the time that reading and tracking take; the rest is the back-trace. */
    private static final double TRACKING_SHARE = 0.8;

    private record Tracks(F0Track f0, Contour contour) {}

    private final Pyin pyin;
    private final NoteTranscriber transcriber;

    public PitchAnalyzer(PyinParams params, NoteTranscriber transcriber) {
        this.pyin = new Pyin(params);
        this.transcriber = transcriber;
    }

    /** pYIN with {@link PyinParams#STANDARD} and notes by {@link HmmNoteTranscriber#STANDARD}. */
    public static PitchAnalyzer standard() {
        return new PitchAnalyzer(PyinParams.STANDARD, HmmNoteTranscriber.STANDARD);
    }

    /** The sample rate that recordings must have, Hz. */
    public int sampleRateHz() {
        return pyin.params().sampleRateHz();
    }

    /** As below, with a score of the notes as they were sung. */
    public PitchAnalysis analyze(PcmFile mono, PitchSource source, DoubleConsumer progress, BooleanSupplier cancelled)
            throws IOException {
        return analyze(mono, source, ScoreRequest.AS_SUNG, progress, cancelled);
    }

    /**
     * Analyses a recording, reading it about a second at a time.
     *
     * @param mono one channel at {@link #sampleRateHz}
     * @param progress called on this thread with the share done, rising from 0 to 1
     * @param cancelled asked about once per second of audio
     * @throws CancellationException as soon as {@code cancelled} says so
     */
    public PitchAnalysis analyze(
            PcmFile mono, PitchSource source, ScoreRequest request, DoubleConsumer progress, BooleanSupplier cancelled)
            throws IOException {
        if (mono.channels() != 1 || mono.sampleRateHz() != sampleRateHz()) {
            throw new IllegalArgumentException("pitch needs mono at " + sampleRateHz() + " Hz, not " + mono.channels()
                    + " channels at " + mono.sampleRateHz() + " Hz");
        }
        Tracks tracks;
        try (PcmReader reader = new PcmReader(mono)) {
            tracks = track(reader, gate(reader, source), progress, cancelled);
        }
        PitchAnalysis analysis = interpret(tracks, request);
        progress.accept(1);
        return analysis;
    }

    private PitchAnalysis interpret(Tracks tracks, ScoreRequest request) {
        List<Note> notes = transcriber.transcribe(tracks.contour());
        return new PitchAnalysis(
                tracks.f0(), Melody.of(notes, tracks.contour()), notes, ScoreBuilder.build(notes, request));
    }

    private static Optional<VocalGate> gate(PcmReader reader, PitchSource source) throws IOException {
        if (!(source instanceof PitchSource.SeparatedVocals vocals)) {
            return Optional.empty();
        }
        OptionalDouble own = FrameLevels.loudDb(reader);
        if (vocals.mixLevelDb().isPresent()) {
            return Optional.of(
                    VocalGate.below(vocals.mixLevelDb().getAsDouble(), own.orElse(Double.NEGATIVE_INFINITY)));
        }
        return own.isPresent() ? Optional.of(VocalGate.below(own.getAsDouble())) : Optional.empty();
    }

    private Tracks track(PcmReader reader, Optional<VocalGate> gate, DoubleConsumer progress, BooleanSupplier cancelled)
            throws IOException {
        PcmFile file = reader.file();
        PyinParams params = pyin.params();
        PyinWorkspace workspace = new PyinWorkspace(params, file.sampleFrames());
        ContourAnalyzer fine = new ContourAnalyzer(
                ContourParams.standard(params.sampleRateHz(), params.minF0Hz(), params.maxF0Hz()), file.sampleFrames());
        float[] block = new float[20 * VocalGate.frameSamples(file.sampleRateHz())];
        for (long at = 0; at < file.sampleFrames(); at += block.length) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("pitch analysis was cancelled");
            }
            progress.accept(TRACKING_SHARE * at / file.sampleFrames());
            int got = reader.read(at, block, block.length);
            gate.ifPresent(g -> g.apply(block, got, file.sampleRateHz()));
            pyin.process(block, 0, got, workspace);
            fine.process(block, 0, got);
        }
        F0Track f0 = pyin.finish(workspace);
        return new Tracks(f0, ContourTracker.STANDARD.track(fine.finish(), f0));
    }
}
