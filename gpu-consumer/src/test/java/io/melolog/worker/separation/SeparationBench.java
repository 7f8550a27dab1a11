package io.melolog.worker.separation;

import static org.awaitility.Awaitility.await;

import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.stage.StageParameters;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.schemas.work.InputObject;
import io.melolog.schemas.work.Lane;
import io.melolog.schemas.work.WorkInput;
import io.melolog.schemas.work.WorkReported;
import io.melolog.schemas.work.WorkRequested;
import io.melolog.schemas.work.WorkSpec;
import io.melolog.testing.TestBroker;
import io.melolog.testing.TestStorage;
import io.melolog.worker.audio.AudioInput;
import io.melolog.worker.decode.AudioChildPool;
import io.melolog.worker.decode.AudioChildSettings;
import io.melolog.worker.decode.AudioDecoder;
import io.melolog.worker.decode.DecodeRequest;
import io.melolog.worker.decode.FlacEncoder;
import io.melolog.worker.dsp.pcm.PcmFile;
import io.melolog.worker.dsp.pcm.PcmReader;
import io.melolog.worker.model.ModelCatalogue;
import io.melolog.worker.model.ModelStore;
import io.melolog.worker.neural.child.EngineSettings;
import io.melolog.worker.neural.child.NeuralMetrics;
import io.melolog.worker.neural.child.NeuralProcess;
import io.melolog.worker.neural.child.NeuralSeparation;
import io.melolog.worker.neural.child.NeuralSettings;
import io.melolog.worker.neural.engine.Precision;
import io.melolog.worker.remote.RemoteSeparator;
import io.melolog.worker.storage.WorkStorage;
import io.melolog.worker.testing.Models;
import io.melolog.worker.testing.TestChildMain;
import io.melolog.worker.testing.TestModel;
import io.melolog.worker.testing.TestSong;
import io.melolog.worker.testing.WorkerBench;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Workers that separate with {@code TestEngine}, on a real broker and a real S3 server, and the ledger's part in the play. */
final class SeparationBench implements AutoCloseable {
    static final Duration HANG = Duration.ofSeconds(5);
    private static final String SONG_KEY = ObjectKeys.original("default", "song");

    private final Path folder;
    private final TestBroker broker;
    private final TestStorage storage;
    private final WorkerBench bench;
    private final AudioChildPool audioChildren;
    private final AudioDecoder decoder;
    private @Nullable Worker worker;

    SeparationBench(Path folder) throws Exception {
        this.folder = folder;
        this.broker = new TestBroker(folder.resolve("broker"), TestBroker.SHORT_LEASES);
        this.storage = new TestStorage(folder.resolve("s3"));
        this.bench = new WorkerBench(broker.bootstrapServers(), storage.endpoint());
        this.audioChildren = new AudioChildPool(AudioChildSettings.defaults(folder.resolve("ffmpeg")));
        this.decoder = new AudioDecoder(audioChildren);
        newStorage().ensureBucket();
        storage.put(SONG_KEY, TestSong.wav());
    }

    /** What runs beside the harness. */
    private record Worker(Path data, ModelCatalogue catalogue, NeuralProcess networks) {}

    /** One worker at a time, with a folder of its own; nothing happens where one runs. */
    void startWorker(String devices, Duration grace, @Nullable RemoteSeparator remote) throws Exception {
        if (worker != null) {
            return;
        }
        Path data = folder.resolve("data-" + UUID.randomUUID());
        var registry = new SimpleMeterRegistry();
        var catalogue = new ModelCatalogue(broker.bootstrapServers(), Clock.systemUTC());
        var engine = new EngineSettings(1, 2, Precision.AUTO, devices);
        var networks = new NeuralProcess(
                new NeuralSettings(data.resolve("djl"), engine, 96L << 20, Duration.ofMinutes(1), HANG),
                TestChildMain::program,
                new NeuralMetrics(registry));
        worker = new Worker(data, catalogue, networks);
        var store =
                new ModelStore(catalogue, newStorage(), data.resolve("models"), 1 << 20, registry, Clock.systemUTC());
        var audio = new AudioInput(decoder, 60);
        var methods = new SeparationMethods(store, new NeuralSeparation(networks), audio, remote);
        var unused =
                bench.startWorker(data, grace, new SeparationStage(audio, new FlacEncoder(audioChildren), methods));
    }

    /** Tells the worker to stop; its folder and its processes stay for a look. */
    void drain() {
        bench.stopWorkers();
    }

    void stopWorker() {
        bench.stopWorkers();
        if (worker != null) {
            worker.networks().close();
            worker.catalogue().close();
            worker = null;
        }
    }

    WorkerBench works() {
        return bench;
    }

    TestStorage storage() {
        return storage;
    }

    ModelRef add(TestModel model) throws Exception {
        return register(model).model();
    }

    ModelRegistration.Added register(TestModel model) throws Exception {
        return Models.add(bench, storage, model);
    }

    /** Asks for the song to be separated, as other work than any before. */
    WorkRequested ask(ModelRef model) throws Exception {
        return bench.ask(request(model));
    }

    static WorkRequested request(ModelRef model) {
        WorkSpec spec = new WorkSpec(
                Stage.SEPARATION,
                Stage.SEPARATION.version(),
                model,
                List.of(new WorkInput.Upload(UUID.randomUUID().toString())),
                StageParameters.Separation.DEFAULT,
                "default");
        return attempt(spec, 1);
    }

    /** The same work again, as the ledger asks after a retryable failure. */
    WorkRequested askAgain(WorkRequested request) throws Exception {
        return bench.ask(attempt(request.spec(), request.attempt() + 1));
    }

    private static WorkRequested attempt(WorkSpec spec, int attempt) {
        return new WorkRequested(
                spec.workId(),
                "request-" + UUID.randomUUID(),
                attempt,
                "default",
                spec,
                List.of(new InputObject(InputObject.SOURCE, SONG_KEY, "audio/wav")),
                Lane.INTERACTIVE,
                Clock.systemUTC().instant());
    }

    WorkReported end(WorkRequested request) {
        await().atMost(Duration.ofMinutes(2)).until(() -> !bench.ends(request).isEmpty());
        return bench.ends(request).getFirst();
    }

    void awaitProgress(WorkRequested request) {
        await().atMost(Duration.ofMinutes(1)).until(() -> bench.reports(request).stream()
                .anyMatch(report -> report instanceof WorkReported.Progress progress && progress.fraction() > 0.06));
    }

    /** What lies in the scratch folders of the worker. */
    List<Path> scratch() throws Exception {
        try (var files = Files.walk(worker.data().resolve("gpu-consumer/scratch"))) {
            return files.skip(1).toList();
        }
    }

    float[] samples(byte[] audio) throws Exception {
        Path scratch = Files.createTempDirectory(folder, "samples");
        Path file = Files.write(scratch.resolve("audio"), audio);
        PcmFile pcm = decoder.decode(file, scratch, DecodeRequest.original(60), () -> false)
                .pcm();
        float[] samples = new float[(int) pcm.sampleFrames() * pcm.channels()];
        try (PcmReader reader = new PcmReader(pcm)) {
            reader.read(0, samples, (int) pcm.sampleFrames());
        }
        return samples;
    }

    @Override
    public void close() throws Exception {
        stopWorker();
        bench.close();
        audioChildren.close();
        storage.close();
        broker.close();
    }

    private WorkStorage newStorage() {
        return new WorkStorage(TestStorage.newClient(storage.endpoint()), TestStorage.BUCKET);
    }
}
