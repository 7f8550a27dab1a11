package io.melolog.worker.neural.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.neural.child.ChildProgram;
import io.melolog.worker.neural.child.EngineSettings;
import io.melolog.worker.neural.child.NeuralMetrics;
import io.melolog.worker.neural.child.NeuralProcess;
import io.melolog.worker.neural.child.NeuralSeparation;
import io.melolog.worker.neural.child.NeuralSettings;
import io.melolog.worker.neural.child.NeuralStems;
import io.melolog.worker.neural.child.SeparationOrder;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.Precision;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PyTorch in a child process that has the jars of {@link ChildProgram#torch} and no others of the worker's. */
class TorchChildIT {
    private static final String DESCRIPTION = """
            {"sampleRateHz": 8000, "channels": 2, "segmentSamples": 4000, "stems": ["vocals", "rest"]}""";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void shouldRunTorchScriptInTheChild(@TempDir Path folder) throws Exception {
        // given
        PcmFile mix = recording(folder.resolve("mix.f32"));
        SeparationOrder order = new SeparationOrder(
                "shares@1",
                new NetworkFiles(
                        ModelFormat.TORCHSCRIPT,
                        List.of(module(folder), Files.writeString(folder.resolve("model.json"), DESCRIPTION)),
                        null),
                mix,
                Files.createDirectory(folder.resolve("stems")),
                0,
                0);

        // when
        NeuralStems result;
        try (NeuralProcess process =
                new NeuralProcess(settings(), ChildProgram::torch, new NeuralMetrics(new SimpleMeterRegistry()))) {
            result = new NeuralSeparation(process).separate(order, share -> {}, () -> false);
        }

        // then
        assertThat(result.device()).isEqualTo("cpu");
        assertThat(result.stems()).containsOnlyKeys("vocals", "accompaniment", "rest");
        float[] original = samples(mix);
        float[] rest = samples(result.stems().get("rest"));
        float[] vocals = samples(result.stems().get("vocals"));
        for (int i = 0; i < original.length; i++) {
            assertThat(vocals[i] + rest[i]).isCloseTo(original[i], within(1e-3f));
        }
    }

    private static NeuralSettings settings() {
        return new NeuralSettings(
                Path.of("target", "djl"),
                new EngineSettings(1, 1, Precision.FLOAT32, "auto"),
                256L << 20,
                PATIENCE,
                PATIENCE);
    }

    private static Path module(Path folder) throws IOException {
        try (InputStream in = TorchChildIT.class.getResourceAsStream("/torchscript/shares.pt")) {
            return Files.write(folder.resolve("module"), in.readAllBytes());
        }
    }

    private static PcmFile recording(Path path) throws IOException {
        int frames = 12_000;
        float[] samples = new float[2 * frames];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(0.1 * i));
        }
        try (PcmWriter writer = new PcmWriter(path, 8_000, 2)) {
            writer.write(samples, frames);
            return writer.file();
        }
    }

    private static float[] samples(PcmFile pcm) throws IOException {
        float[] samples = new float[(int) pcm.sampleFrames() * pcm.channels()];
        try (PcmReader reader = new PcmReader(pcm)) {
            reader.read(0, samples, (int) pcm.sampleFrames());
        }
        return samples;
    }
}
