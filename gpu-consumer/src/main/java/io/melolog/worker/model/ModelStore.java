package io.melolog.worker.model;

import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.work.FailureCode;
import io.melolog.worker.failure.WorkRefusedException;
import io.melolog.worker.storage.Arrived;
import io.melolog.worker.storage.ObjectMissingException;
import io.melolog.worker.storage.WorkStorage;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings registered models from the bucket to this machine's disk when they are asked for, and keeps those used last. Thread-safe. */
public final class ModelStore {
    private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);
    private static final Duration CATALOGUE_PATIENCE = Duration.ofSeconds(30);
    /** One that arrived damaged may have been damaged on the way. */
    private static final int DOWNLOADS = 2;

    private final ModelCatalogue catalogue;
    private final WorkStorage storage;
    private final ModelFolder folder;
    private final ModelMetrics metrics;

    /**
     * @param folder for the files; made if it is missing; workers may share it
     * @param budgetBytes how much stays there; a model that is used may exceed it
     */
    public ModelStore(
            ModelCatalogue catalogue,
            WorkStorage storage,
            Path folder,
            long budgetBytes,
            MeterRegistry registry,
            Clock clock)
            throws IOException {
        this.catalogue = catalogue;
        this.storage = storage;
        this.metrics = new ModelMetrics(registry);
        this.folder = new ModelFolder(folder, budgetBytes, clock, metrics);
    }

    /**
     * A model, with its files here until it is closed. An interrupt ends the wait.
     *
     * @param progress told the share of its bytes that are here, 0..1
     * @param cancelled asked while another work fetches the same file
     * @throws WorkRefusedException when it is not registered (any more) for the stage, or its files are gone or
     *     damaged; with a retryable code when the broker does not say which models there are
     * @throws io.melolog.worker.storage.StorageUnavailableException when the storage does not answer
     */
    public LocalModel open(ModelRef model, Stage stage, DoubleConsumer progress, BooleanSupplier cancelled)
            throws IOException, InterruptedException, WorkRefusedException {
        ModelRegistration.Added registration = registration(model, stage);
        long totalBytes =
                registration.files().stream().mapToLong(ModelFile::bytes).sum();
        List<FileUse> uses = new ArrayList<>();
        long before = 0;
        boolean complete = false;
        try {
            for (ModelFile file : registration.files()) {
                long start = before;
                LongConsumer arrived = bytes -> progress.accept(Math.min(1, (double) (start + bytes) / totalBytes));
                uses.add(folder.use(file, part -> download(model, file, part, arrived), cancelled));
                before += file.bytes();
            }
            complete = true;
            return new LocalModel(registration, uses);
        } finally {
            if (!complete) {
                LocalModel.close(uses);
            }
        }
    }

    private ModelRegistration.Added registration(ModelRef model, Stage stage)
            throws InterruptedException, WorkRefusedException {
        try {
            return catalogue
                    .find(model, CATALOGUE_PATIENCE)
                    .filter(added -> added.stage() == stage)
                    .orElseThrow(() -> refused(
                            "The model " + model + " is not registered (any more). Add it again or choose another."));
        } catch (CatalogueUnavailableException e) {
            LOG.atWarn().addKeyValue("model", model).log("model not looked up: the catalogue is not read to its end");
            throw new WorkRefusedException(
                    FailureCode.INTERNAL_ERROR, "The catalogue of models does not answer; it is tried again.");
        }
    }

    private void download(ModelRef model, ModelFile file, Path part, LongConsumer progress)
            throws IOException, InterruptedException, WorkRefusedException {
        for (int attempt = 0; attempt < DOWNLOADS; attempt++) {
            if (arrivesWhole(model, file, part, progress)) {
                metrics.downloaded(file.bytes());
                return;
            }
            metrics.damaged();
            LOG.atWarn()
                    .addKeyValue("model", model)
                    .addKeyValue("file", file.name())
                    .addKeyValue("key", file.key())
                    .log("a model's file arrived damaged");
        }
        throw refused("The file " + file.name() + " of the model " + model
                + " is damaged in the object storage: it is not the one that was registered. Add the model again.");
    }

    private boolean arrivesWhole(ModelRef model, ModelFile file, Path part, LongConsumer progress)
            throws IOException, InterruptedException, WorkRefusedException {
        try {
            Arrived arrived = storage.fetch(file.key(), part, file.bytes(), progress);
            return arrived.bytes() == file.bytes() && arrived.sha256().equals(file.sha256());
        } catch (ObjectMissingException e) {
            throw refused("The file " + file.name() + " of the model " + model
                    + " is no longer in the object storage. Add the model again.");
        }
    }

    private static WorkRefusedException refused(String detail) {
        return new WorkRefusedException(FailureCode.MODEL_UNAVAILABLE, detail);
    }
}
