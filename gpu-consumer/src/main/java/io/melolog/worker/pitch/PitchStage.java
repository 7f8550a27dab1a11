package io.melolog.worker.pitch;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageParameters;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.InputObject;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.audio.ProgressSpan;
import io.melolog.worker.decode.DecodedAudio;
import io.melolog.worker.dsp.f0.PyinParams;
import io.melolog.worker.dsp.note.HmmNoteTranscriber;
import io.melolog.worker.dsp.score.PitchAnalysis;
import io.melolog.worker.dsp.score.PitchAnalyzer;
import io.melolog.worker.dsp.score.PitchSource;
import io.melolog.worker.dsp.score.ScoreFiles;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.lease.StageOutput;
import io.melolog.worker.lease.StageOutput.OutputFile;
import io.melolog.worker.lease.StageRunner;
import io.melolog.worker.lease.WorkContext;
import java.nio.file.Path;
import java.util.List;

/** The melody of a recording or of separated vocals: pitch track, notes, and a score. Thread-safe. */
public final class PitchStage implements StageRunner {
    private static final double DECODED = 0.3;
    private static final double ANALYSED = 0.95;

    private final AudioInput audio;
    private final MixLevel mixLevel;

    public PitchStage(AudioInput audio) {
        this.audio = audio;
        this.mixLevel = new MixLevel(audio);
    }

    @Override
    public Stage stage() {
        return Stage.PITCH;
    }

    @Override
    public StageOutput run(WorkContext context) throws Exception {
        PitchAnalyzer analyzer = analyzer(context);
        InputObject input = AudioInput.mainInput(context);
        DecodedAudio decoded = audio.decodeMono(context, input, analyzer.sampleRateHz());
        PitchSource source = input.name().equals(InputObject.SOURCE)
                ? new PitchSource.Upload()
                : new PitchSource.SeparatedVocals(mixLevel.of(context, decoded.pcm()));
        context.progress(DECODED);
        PitchAnalysis analysis = analyzer.analyze(
                decoded.pcm(), source, ProgressSpan.of(context, DECODED, ANALYSED), context.cancelled());
        ScoreFiles.write(context.scratch(), analysis);
        return new StageOutput(result(decoded, analysis), files(context.scratch()), "cpu");
    }

    private PitchAnalyzer analyzer(WorkContext context) throws WorkRefusedException {
        if (!context.request().spec().model().equals(stage().defaultModel())) {
            throw new WorkRefusedException(
                    FailureCode.MODEL_UNAVAILABLE,
                    "This worker cannot run " + context.request().spec().model() + ".");
        }
        return new PitchAnalyzer(params(context), HmmNoteTranscriber.STANDARD);
    }

    private static PyinParams params(WorkContext context) throws WorkRefusedException {
        if (!(context.request().spec().parameters() instanceof StageParameters.Pitch asked)) {
            return PyinParams.STANDARD;
        }
        try {
            return PyinParams.searching(asked.minF0Hz(), asked.maxF0Hz());
        } catch (IllegalArgumentException e) {
            throw new WorkRefusedException(
                    FailureCode.MODEL_UNAVAILABLE,
                    "pyin cannot search from " + asked.minF0Hz() + " to " + asked.maxF0Hz() + " Hz: " + e.getMessage()
                            + ".");
        }
    }

    private static StageResult.Pitch result(DecodedAudio decoded, PitchAnalysis analysis) {
        var key = analysis.key();
        return new StageResult.Pitch(
                AudioInput.describe(decoded),
                analysis.notes().size(),
                analysis.clef().label(),
                key == null ? null : key.name(),
                analysis.grid().tempoBpm(),
                analysis.timeSignature());
    }

    private static List<OutputFile> files(Path folder) {
        return List.of(
                file(folder, ScoreFiles.F0_CSV, "text/csv"),
                file(folder, ScoreFiles.MELODY_CSV, "text/csv"),
                file(folder, ScoreFiles.NOTES_JSON, "application/json"),
                file(folder, ScoreFiles.SCORE_MUSICXML, "application/vnd.recordare.musicxml+xml"),
                file(folder, ScoreFiles.SCORE_MID, "audio/midi"));
    }

    private static OutputFile file(Path folder, String name, String mediaType) {
        return new OutputFile(name, mediaType, folder.resolve(name));
    }
}
