package io.melolog.worker.waveform;

import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageParameters;
import io.melolog.schemas.stage.StageResult;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.audio.ProgressSpan;
import io.melolog.worker.decode.DecodedAudio;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.peaks.Peaks;
import io.melolog.worker.dsp.peaks.PeaksJson;
import io.melolog.worker.dsp.peaks.WaveformSummaries;
import io.melolog.worker.dsp.peaks.Zoom;
import io.melolog.worker.lease.StageOutput;
import io.melolog.worker.lease.StageOutput.OutputFile;
import io.melolog.worker.lease.StageRunner;
import io.melolog.worker.lease.WorkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The peaks of a recording at every resolution asked for, from one pass over it. Thread-safe. */
public final class WaveformStage implements StageRunner {
    private static final String MEDIA_TYPE = "application/json";
    private static final double DECODED = 0.4;
    private static final double MEASURED = 0.95;

    private final AudioInput audio;

    public WaveformStage(AudioInput audio) {
        this.audio = audio;
    }

    @Override
    public Stage stage() {
        return Stage.WAVEFORM;
    }

    @Override
    public StageOutput run(WorkContext context) throws Exception {
        DecodedAudio decoded = audio.decodeOriginal(context, AudioInput.mainInput(context));
        context.progress(DECODED);
        Map<String, Zoom> zooms = zooms(parameters(context));
        List<Peaks> peaks;
        try (PcmReader reader = new PcmReader(decoded.pcm())) {
            peaks = WaveformSummaries.compute(
                    reader,
                    List.copyOf(zooms.values()),
                    ProgressSpan.of(context, DECODED, MEASURED),
                    context.cancelled());
        }
        List<OutputFile> files = write(context.scratch(), List.copyOf(zooms.keySet()), peaks);
        return new StageOutput(new StageResult.Waveform(AudioInput.describe(decoded)), files, "cpu");
    }

    private static StageParameters.Waveform parameters(WorkContext context) {
        return context.request().spec().parameters() instanceof StageParameters.Waveform asked
                ? asked
                : StageParameters.Waveform.DEFAULT;
    }

    /** By artifact name. */
    private static Map<String, Zoom> zooms(StageParameters.Waveform parameters) {
        Map<String, Zoom> zooms = new LinkedHashMap<>();
        zooms.put("waveform.json", new Zoom.PixelsPerSecond(parameters.pixelsPerSecond()));
        for (int samples : parameters.samplesPerPixel()) {
            zooms.put("waveform-" + samples + ".json", new Zoom.SamplesPerPixel(samples));
        }
        zooms.put("waveform-overview.json", new Zoom.Overview(parameters.overviewPeaks()));
        return zooms;
    }

    private static List<OutputFile> write(Path folder, List<String> names, List<Peaks> peaks) throws IOException {
        List<OutputFile> files = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Path file = folder.resolve(names.get(i));
            PeaksJson.write(file, peaks.get(i));
            files.add(new OutputFile(names.get(i), MEDIA_TYPE, file));
        }
        return files;
    }
}
