package io.melolog.worker.pitch;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageParameters;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.work.FailureCode;
import io.melolog.schemas.work.InputObject;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.audio.ProgressSpan;
import io.melolog.worker.decode.DecodedAudio;
import io.melolog.worker.dsp.beat.DynamicBeatTracker;
import io.melolog.worker.dsp.f0.Pyin;
import io.melolog.worker.dsp.f0.PyinParams;
import io.melolog.worker.dsp.note.HmmNoteTranscriber;
import io.melolog.worker.dsp.score.PitchAnalysis;
import io.melolog.worker.dsp.score.PitchAnalyzer;
import io.melolog.worker.dsp.score.PitchSource;
import io.melolog.worker.dsp.score.Score;
import io.melolog.worker.dsp.score.ScoreFiles;
import io.melolog.worker.dsp.score.ScoreRequest;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.lease.StageOutput;
import io.melolog.worker.lease.StageOutput.OutputFile;
import io.melolog.worker.lease.StageRunner;
import io.melolog.worker.lease.WorkContext;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The melody of a recording or of separated vocals: pitch track, notes, and a score. Thread-safe. */
public final class PitchStage implements StageRunner {
    private static final double DECODED = 0.3;
    private static final double ANALYSED = 0.95;
    /** What a karaoke program plays to a song whose voice was taken out. */
    private static final String KARAOKE = "accompaniment.flac";

    private final AudioInput audio;
    private final Accompaniment accompaniment;

    public PitchStage(AudioInput audio) {
        this.audio = audio;
        this.accompaniment = new Accompaniment(audio, new DynamicBeatTracker());
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
        boolean upload = input.name().equals(InputObject.SOURCE);
        Accompaniment.Heard heard = upload
                ? Accompaniment.Heard.NOTHING
                : accompaniment.hear(context, decoded.pcm(), new Pyin(params(context)));
        PitchSource source = upload || heard.solo().isPresent()
                ? new PitchSource.Upload()
                : new PitchSource.SeparatedVocals(heard.mixLevelDb());
        context.progress(DECODED);
        PitchAnalysis analysis = analyzer.analyze(
                heard.solo().orElse(decoded.pcm()),
                source,
                new ScoreRequest(heard.beats(), transposition(context)),
                ProgressSpan.of(context, DECODED, ANALYSED),
                context.cancelled());
        ScoreFiles.write(context.scratch(), analysis, upload ? InputObject.SOURCE : KARAOKE);
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

    private static int transposition(WorkContext context) {
        return context.request().spec().parameters() instanceof StageParameters.Pitch asked ? asked.transposition() : 0;
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
        Score score = analysis.score();
        var key = score.key();
        return new StageResult.Pitch(
                AudioInput.describe(decoded),
                analysis.notes().size(),
                score.clef().label(),
                key == null ? null : key.name(),
                tempoBpm(score),
                score.grid().meter().label());
    }

    private static @Nullable Double tempoBpm(Score score) {
        Double bpm = score.grid().tempoBpm();
        return bpm == null ? null : Math.rint(bpm * 100) / 100;
    }

    private static List<OutputFile> files(Path folder) {
        return List.of(
                file(folder, ScoreFiles.F0_CSV, "text/csv"),
                file(folder, ScoreFiles.MELODY_CSV, "text/csv"),
                file(folder, ScoreFiles.NOTES_JSON, "application/json"),
                file(folder, ScoreFiles.SCORE_MUSICXML, "application/vnd.recordare.musicxml+xml"),
                file(folder, ScoreFiles.SCORE_MID, "audio/midi"),
                file(folder, ScoreFiles.SCORE_LY, "text/x-lilypond"),
                file(folder, ScoreFiles.SCORE_ULTRASTAR, "text/plain"));
    }

    private static OutputFile file(Path folder, String name, String mediaType) {
        return new OutputFile(name, mediaType, folder.resolve(name));
    }
}
