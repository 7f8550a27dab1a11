package io.melolog.ingest.model;

import io.melolog.ingest.log.BrokerProbe;
import io.melolog.ingest.log.EventLog;
import io.melolog.ingest.model.CatalogueModel.BuiltIn;
import io.melolog.ingest.model.CatalogueModel.Registered;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.model.ModelActivated;
import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.model.ModelRegistration.Added;
import io.melolog.schemas.model.ModelRegistration.Removed;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topics;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the catalogue. Each change is acknowledged by the log and visible on this replica when its method returns. Changes are made one at a
 * time on a replica; two replicas that register the same name and version at the same moment agree on the first in the log. Thread-safe.
 */
public final class ModelRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRegistry.class);
    private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private final ModelCatalogue catalogue;
    private final ModelObjects objects;
    private final EventLog log;
    private final BrokerProbe broker;
    private final ModelProperties properties;
    private final Clock clock;
    private final ReentrantLock changes = new ReentrantLock(true);

    public ModelRegistry(
            ModelCatalogue catalogue,
            ObjectStorage storage,
            EventLog log,
            BrokerProbe broker,
            ModelProperties properties,
            Clock clock) {
        this.catalogue = catalogue;
        this.objects = new ModelObjects(storage);
        this.log = log;
        this.broker = broker;
        this.properties = properties;
        this.clock = clock;
    }

    /** A model after its registration. {@code created} is false when just this model was registered before. */
    record Outcome(Registered model, boolean created) {}

    /**
     * Receives one registration.
     *
     * @throws ProblemException when it is refused, or cannot be stored or recorded
     */
    Outcome register(HttpServletRequest request, String traceParent) {
        broker.require();
        ModelUpload upload = new ModelUpload(
                objects,
                json -> ModelManifest.parse(json, properties.maxBytes(), clock.instant()),
                wanted -> existing(wanted).isEmpty()
                        || !objects.missing(wanted.files()).isEmpty());
        Added wanted = upload.read(request);
        changes.lock();
        try {
            Optional<Added> existing = existing(wanted);
            requireFiles(wanted);
            return existing.isPresent()
                    ? new Outcome(new Registered(existing.get()), false)
                    : new Outcome(new Registered(add(wanted, traceParent)), true);
        } finally {
            changes.unlock();
        }
    }

    /** The registration that says the same; refuses another one under the same name and version. */
    private Optional<Added> existing(Added wanted) {
        String name = wanted.model().name();
        if (Arrays.stream(BuiltInModel.values())
                .anyMatch(model -> model.ref().name().equals(name))) {
            throw exists("The name " + name + " belongs to a model that comes with Melolog.");
        }
        catalogue.awaitWhatIsInTheLog();
        Optional<ModelRegistration> known = catalogue.models().history(wanted.model());
        if (known.filter(registration -> !ModelSet.isSame(registration, wanted)).isPresent()) {
            throw exists(wanted.model() + " stands for other files, or for another way to read them,"
                    + " for ever. Choose another version.");
        }
        return known.filter(Added.class::isInstance).map(Added.class::cast);
    }

    private Added add(Added wanted, String traceParent) {
        catalogue.awaitRecord(log.append(Topics.MODEL_REGISTERED, wanted, traceParent));
        ModelRegistration first = catalogue.models().history(wanted.model()).orElse(wanted);
        if (!(first instanceof Added added) || !ModelSet.isSame(added, wanted)) {
            // Another replica was a moment earlier: its record is made the last one, which compaction keeps.
            log.append(Topics.MODEL_REGISTERED, first, traceParent);
            throw exists(wanted.model() + " was registered with other files at the same moment.");
        }
        if (!objects.missing(wanted.files()).isEmpty()) {
            // Another replica removed the last model that had used them, between our look and our record.
            Removed removed = new Removed(wanted.model(), wanted.stage(), wanted.files(), clock.instant());
            catalogue.awaitRecord(log.append(Topics.MODEL_REGISTERED, removed, traceParent));
            requireFiles(wanted);
        }
        return added;
    }

    private void requireFiles(Added wanted) {
        List<String> missing =
                objects.missing(wanted.files()).stream().map(ModelFile::name).toList();
        if (!missing.isEmpty()) {
            throw ProblemException.refusing(
                    ProblemCode.MODEL_FILES_MISSING,
                    "These files are not stored yet; send them after the manifest: " + String.join(", ", missing) + ".",
                    missing);
        }
    }

    /**
     * Takes a model out of the catalogue, and its files out of the bucket unless another model has them too.
     *
     * @throws ProblemException {@code model_not_found}; {@code model_in_use} for a built-in or active one
     */
    void remove(String reference, String traceParent) {
        changes.lock();
        try {
            switch (require(reference)) {
                case BuiltIn builtIn -> throw inUse(builtIn.ref() + " comes with Melolog and cannot be removed.");
                case Registered registered -> remove(registered, traceParent);
            }
        } finally {
            changes.unlock();
        }
    }

    private void remove(Registered model, String traceParent) {
        catalogue.awaitWhatIsInTheLog();
        if (catalogue.active(model.stage()).equals(model)) {
            throw inUse(model.ref() + " is what jobs use for " + model.stage().id()
                    + " that name no model. Activate another one first.");
        }
        List<ModelFile> files = model.registration().files();
        Removed removed = new Removed(model.ref(), model.stage(), files, clock.instant());
        catalogue.awaitRecord(log.append(Topics.MODEL_REGISTERED, removed, traceParent));
        files.stream()
                .filter(file -> !catalogue.models().uses(file.sha256()))
                .forEach(file -> objects.delete(file.key()));
    }

    /**
     * From now on, jobs that name no model use this one for the stage.
     *
     * @throws ProblemException {@code unknown_model} when there is none such for the stage
     */
    CatalogueModel activate(Stage stage, String reference, String traceParent) {
        changes.lock();
        try {
            CatalogueModel model = catalogue
                    .find(reference)
                    .filter(found -> found.stage() == stage)
                    .orElseThrow(() -> unknown(stage));
            ModelActivated activated = new ModelActivated(stage, model.ref(), clock.instant());
            catalogue.awaitRecord(log.append(Topics.MODEL_ACTIVATED, activated, traceParent));
            return model;
        } finally {
            changes.unlock();
        }
    }

    /** Deletes files that no model uses, a day after they came: time enough to send the rest of a model. */
    public void sweep() {
        changes.lock();
        try {
            catalogue.awaitWhatIsInTheLog();
            objects.sweep(clock.instant().minus(ABANDONED_AFTER), catalogue.models()::uses);
        } catch (ProblemException e) {
            LOG.atDebug().setCause(e).log("files of models cannot be swept now");
        } finally {
            changes.unlock();
        }
    }

    /** @throws ProblemException {@code model_not_found} */
    CatalogueModel require(String reference) {
        return catalogue
                .find(reference)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.MODEL_NOT_FOUND, "No model of this name and version is registered."));
    }

    private ProblemException unknown(Stage stage) {
        List<String> known = catalogue.all().stream()
                .filter(model -> model.stage() == stage)
                .map(CatalogueModel::ref)
                .map(ModelRef::toString)
                .toList();
        return ProblemException.refusing(
                ProblemCode.UNKNOWN_MODEL,
                "model is the name, or name@version, of a model of " + stage.id() + ": " + String.join(", ", known)
                        + ".",
                known);
    }

    private static ProblemException exists(String detail) {
        return ProblemException.of(ProblemCode.MODEL_EXISTS, detail);
    }

    private static ProblemException inUse(String detail) {
        return ProblemException.of(ProblemCode.MODEL_IN_USE, detail);
    }
}
