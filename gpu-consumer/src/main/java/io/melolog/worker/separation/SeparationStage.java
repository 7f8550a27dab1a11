package io.melolog.worker.separation;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageResult;
import io.melolog.schemas.work.InputObject;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.audio.ProgressSpan;
import io.melolog.worker.decode.AudioException;
import io.melolog.worker.decode.DecodedAudio;
import io.melolog.worker.decode.FlacEncoder;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.lease.StageOutput;
import io.melolog.worker.lease.StageOutput.OutputFile;
import io.melolog.worker.lease.StageRunner;
import io.melolog.worker.lease.WorkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Vocals and accompaniment, at the source's rate and at most stereo, which add up to the decoded input, and what other stems the model gives.
 * Thread-safe.
 */
public final class SeparationStage implements StageRunner {
    private static final String MEDIA_TYPE = "audio/flac";
    private static final double MODEL_HERE = 0.03;
    private static final double DECODED = 0.05;
    private static final double SEPARATED = 0.9;

    private final AudioInput audio;
    private final FlacEncoder encoder;
    private final SeparationMethods methods;

    public SeparationStage(AudioInput audio, FlacEncoder encoder, SeparationMethods methods) {
        this.audio = audio;
        this.encoder = encoder;
        this.methods = methods;
    }

    @Override
    public Stage stage() {
        return Stage.SEPARATION;
    }

    @Override
    public StageOutput run(WorkContext context) throws Exception {
        InputObject input = AudioInput.mainInput(context);
        try (SeparationMethod method = methods.find(context, ProgressSpan.of(context, 0, MODEL_HERE))) {
            Path upload = context.fetch(input);
            DecodedAudio decoded = audio.decodeOriginal(context, upload);
            context.progress(DECODED);
            Recording recording = new Recording(upload, input.mediaType(), decoded.pcm());
            Stems stems = method.separate(context, recording, ProgressSpan.of(context, DECODED, SEPARATED));
            Files.delete(upload);
            Files.delete(decoded.pcm().path());
            return new StageOutput(
                    new StageResult.Separation(AudioInput.describe(decoded), stems.quality()),
                    encode(context, stems.files()),
                    stems.device());
        }
    }

    private List<OutputFile> encode(WorkContext context, Map<String, PcmFile> stems)
            throws AudioException, IOException {
        List<OutputFile> files = new ArrayList<>();
        for (Map.Entry<String, PcmFile> stem : stems.entrySet()) {
            files.add(encode(context, stem.getKey() + ".flac", stem.getValue()));
            context.progress(SEPARATED + (1 - SEPARATED) * files.size() / stems.size());
        }
        return files;
    }

    private OutputFile encode(WorkContext context, String name, PcmFile stem) throws AudioException, IOException {
        Path file = context.scratch().resolve(name);
        encoder.encode(stem, file, context.cancelled());
        Files.delete(stem.path());
        return new OutputFile(name, MEDIA_TYPE, file);
    }
}
