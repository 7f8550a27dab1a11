package io.melolog.worker.neural.child;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.dsp.pcm.PcmWriter;
import io.melolog.worker.neural.engine.NetworkFiles;
import io.melolog.worker.neural.engine.Precision;
import io.melolog.worker.testing.TestChildMain;
import io.melolog.worker.testing.TestEngine;
import io.melolog.worker.testing.TestModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A child process with a test engine, and recordings for it. */
abstract class NeuralTestBase {
    static final int SECONDS = 3;

    @TempDir
    Path folder;

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private NeuralProcess process;

    @AfterEach
    void endProcess() {
        if (process != null) {
            process.close();
        }
    }

    NeuralProcess process() {
        return process;
    }

    /** One process per test. */
    NeuralSeparation start(String devices, Duration idle, Duration hang) {
        process = new NeuralProcess(
                settings(folder, devices, idle, hang), TestChildMain::program, new NeuralMetrics(registry));
        return new NeuralSeparation(process);
    }

    NeuralSeparation start() {
        return start("cpu", Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    static NeuralSettings settings(Path folder, String devices, Duration idle, Duration hang) {
        EngineSettings engine = new EngineSettings(1, 2, Precision.AUTO, devices);
        return new NeuralSettings(folder.resolve("djl"), engine, 96L << 20, idle, hang);
    }

    SeparationOrder order(TestModel model) throws IOException {
        return order(folder, model);
    }

    /** Of a folder of its own, with a recording without a mean. */
    static SeparationOrder order(Path parent, TestModel model) throws IOException {
        Path scratch = Files.createDirectory(parent.resolve("scratch-" + UUID.randomUUID()));
        Path file = model.write(parent.resolve("model-" + UUID.randomUUID()));
        PcmFile mix;
        try (PcmWriter writer =
                new PcmWriter(parent.resolve("mix-" + UUID.randomUUID()), TestEngine.SAMPLE_RATE_HZ, 2)) {
            int frames = SECONDS * TestEngine.SAMPLE_RATE_HZ;
            float[] samples = new float[2 * frames];
            for (int i = 0; i < frames; i++) {
                samples[2 * i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / TestEngine.SAMPLE_RATE_HZ));
                samples[2 * i + 1] = (float) (0.3 * Math.sin(2 * Math.PI * 660 * i / TestEngine.SAMPLE_RATE_HZ));
            }
            writer.write(samples, frames);
            mix = writer.file();
        }
        NetworkFiles files = new NetworkFiles(ModelFormat.HTDEMUCS, List.of(file), null);
        return new SeparationOrder(file.getFileName().toString(), files, mix, scratch, 0, 0);
    }

    static float[] samples(PcmFile pcm) throws IOException {
        float[] samples = new float[(int) pcm.sampleFrames() * pcm.channels()];
        try (PcmReader reader = new PcmReader(pcm)) {
            reader.read(0, samples, (int) pcm.sampleFrames());
        }
        return samples;
    }

    double count(String meter, String... tags) {
        var counter = registry.find(meter).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }
}
