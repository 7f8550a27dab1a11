package io.melolog.worker.app;

import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.decode.AudioChildPool;
import io.melolog.worker.decode.AudioDecoder;
import io.melolog.worker.decode.FlacEncoder;
import io.melolog.worker.lease.StageRunner;
import io.melolog.worker.model.ModelCatalogue;
import io.melolog.worker.model.ModelStore;
import io.melolog.worker.neural.child.ChildProgram;
import io.melolog.worker.neural.child.NeuralMetrics;
import io.melolog.worker.neural.child.NeuralProcess;
import io.melolog.worker.neural.child.NeuralSeparation;
import io.melolog.worker.pitch.PitchStage;
import io.melolog.worker.remote.RemoteSeparator;
import io.melolog.worker.separation.SeparationMethods;
import io.melolog.worker.separation.SeparationStage;
import io.melolog.worker.storage.WorkStorage;
import io.melolog.worker.waveform.WaveformStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The stages and what they keep running. Close it after the last work. */
final class WorkerStages implements AutoCloseable {
    private final List<StageRunner> runners;
    private final ModelCatalogue catalogue;
    private final NeuralProcess networks;

    WorkerStages(WorkerProperties properties, AudioChildPool children, WorkStorage storage, Surroundings surroundings) {
        this.networks = new NeuralProcess(
                properties.neural().toSettings(surroundings.home()),
                ChildProgram::torch,
                new NeuralMetrics(surroundings.registry()));
        RemoteSeparator remote = properties
                .separator()
                .toSettings()
                .map(settings -> new RemoteSeparator(settings, surroundings.registry(), surroundings.clock()))
                .orElse(null);
        AudioInput audio =
                new AudioInput(new AudioDecoder(children), properties.audio().maxSeconds());
        this.catalogue = new ModelCatalogue(properties.kafka().bootstrapServers(), surroundings.clock());
        SeparationMethods methods = new SeparationMethods(
                models(properties, storage, surroundings), new NeuralSeparation(networks), audio, remote);
        this.runners = List.of(
                new SeparationStage(audio, new FlacEncoder(children), methods),
                new PitchStage(audio),
                new WaveformStage(audio));
    }

    List<StageRunner> runners() {
        return runners;
    }

    @Override
    public void close() {
        networks.close();
        catalogue.close();
    }

    private ModelStore models(WorkerProperties properties, WorkStorage storage, Surroundings surroundings) {
        try {
            return new ModelStore(
                    catalogue,
                    storage,
                    surroundings.home().resolve("models"),
                    properties.neural().modelCache().toBytes(),
                    surroundings.registry(),
                    surroundings.clock());
        } catch (IOException e) {
            catalogue.close();
            throw new UncheckedIOException("the folder for models cannot be used: " + e.getMessage(), e);
        }
    }
}
