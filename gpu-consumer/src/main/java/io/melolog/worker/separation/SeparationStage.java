package io.melolog.worker.separation;

import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.work.FailureCode;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.audio.ProgressSpan;
import io.melolog.worker.decode.AudioException;
import io.melolog.worker.decode.DecodedAudio;
import io.melolog.worker.decode.FlacEncoder;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.dsp.separation.MaskNetworkSeparator;
import io.melolog.worker.dsp.separation.MelodyCombParams;
import io.melolog.worker.dsp.separation.MelodyCombSeparator;
import io.melolog.worker.dsp.separation.VocalSeparator;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.lease.StageOutput;
import io.melolog.worker.lease.StageOutput.OutputFile;
import io.melolog.worker.lease.StageRunner;
import io.melolog.worker.lease.WorkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Vocals and accompaniment, at the source's rate and at most stereo, which add up to the decoded input. Thread-safe. */
public final class SeparationStage implements StageRunner {
    private static final String MEDIA_TYPE = "audio/flac";
    private static final String DEVICE = "cpu";
    private static final String QUALITY = "preview";
    private static final double DECODED = 0.05;
    private static final double SEPARATED = 0.9;
    private static final double VOCALS_ENCODED = 0.95;

    private final AudioInput audio;
    private final FlacEncoder encoder;

    public SeparationStage(AudioInput audio, FlacEncoder encoder) {
        this.audio = audio;
        this.encoder = encoder;
    }

    @Override
    public Stage stage() {
        return Stage.SEPARATION;
    }

    @Override
    public StageOutput run(WorkContext context) throws Exception {
        VocalSeparator separator = separator(context.request().spec().model());
        DecodedAudio decoded = audio.decodeOriginal(context, AudioInput.mainInput(context));
        context.progress(DECODED);
        Stems stems = separate(context, separator, decoded.pcm());
        context.progress(SEPARATED);
        OutputFile vocals = encode(context, "vocals.flac", stems.vocals());
        context.progress(VOCALS_ENCODED);
        OutputFile accompaniment = encode(context, "accompaniment.flac", stems.accompaniment());
        return new StageOutput(
                new StageResult.Separation(AudioInput.describe(decoded), QUALITY),
                List.of(vocals, accompaniment),
                DEVICE);
    }

    private static VocalSeparator separator(ModelRef model) throws WorkRefusedException {
        return switch (model.toString()) {
            case "masknet@1" -> MaskNetworkSeparator.embedded();
            case "melody-comb@1" -> new MelodyCombSeparator(MelodyCombParams.defaults());
            default ->
                throw new WorkRefusedException(FailureCode.MODEL_UNAVAILABLE, "This worker cannot run " + model + ".");
        };
    }

    private record Stems(PcmFile vocals, PcmFile accompaniment) {}

    private static Stems separate(WorkContext context, VocalSeparator separator, PcmFile mix) throws IOException {
        Path folder = context.scratch();
        try (PcmReader reader = new PcmReader(mix);
                PcmWriter vocals = writer(folder.resolve("vocals.f32"), mix);
                PcmWriter accompaniment = writer(folder.resolve("accompaniment.f32"), mix)) {
            separator.separate(
                    reader, vocals, accompaniment, ProgressSpan.of(context, DECODED, SEPARATED), context.cancelled());
            return new Stems(vocals.file(), accompaniment.file());
        } finally {
            Files.deleteIfExists(mix.path());
        }
    }

    private static PcmWriter writer(Path path, PcmFile like) throws IOException {
        return new PcmWriter(path, like.sampleRateHz(), like.channels());
    }

    private OutputFile encode(WorkContext context, String name, PcmFile stem) throws AudioException, IOException {
        Path file = context.scratch().resolve(name);
        encoder.encode(stem, file, context.cancelled());
        Files.delete(stem.path());
        return new OutputFile(name, MEDIA_TYPE, file);
    }
}
