package io.melolog.ingest.model;

import io.melolog.ingest.log.MemoryView;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.model.ModelActivated;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.topic.Topic;
import io.melolog.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The models that jobs may ask for, kept up to date from the log and held in memory: the topics are compacted and small. A model that it does not
 * know is looked for again once it has read everything that was in the log when the question came. Thread-safe.
 */
public final class ModelCatalogue implements AutoCloseable {
    private static final MemoryView.Source<ModelSet> SOURCE = new MemoryView.Source<>(
            "models",
            List.of(Topics.MODEL_REGISTERED, Topics.MODEL_ACTIVATED),
            ModelSet.EMPTY,
            ModelCatalogue::with,
            "Which models are registered cannot be told at the moment. Try again.");

    private final MemoryView<ModelSet> view;

    public ModelCatalogue(MemoryView.Settings settings, Admin admin, MeterRegistry meters) {
        this.view = new MemoryView<>(SOURCE, settings, admin, meters);
    }

    private static ModelSet with(ModelSet known, Topic<?> topic, byte[] json) {
        return topic == Topics.MODEL_REGISTERED
                ? known.with(EventJson.read(json, ModelRegistration.class))
                : known.with(EventJson.read(json, ModelActivated.class));
    }

    public void start() {
        view.start();
    }

    /** Whether the catalogue has caught up with what was in the log when this process began. */
    public boolean isReady() {
        return view.isReady();
    }

    /**
     * The model of a name and version, or the newest of a bare name.
     *
     * @return empty when no such model is registered, also where the log ends
     * @throws ProblemException {@code view_behind} when that cannot be told in time
     */
    public Optional<CatalogueModel> find(String nameOrRef) {
        Optional<CatalogueModel> known = findNow(nameOrRef);
        if (known.isEmpty() && isReference(nameOrRef)) {
            awaitWhatIsInTheLog();
            known = findNow(nameOrRef);
        }
        return known;
    }

    /** What a job uses for the stage that names no model. */
    public CatalogueModel active(Stage stage) {
        return view.caughtUp().active(stage);
    }

    /** Every model, by stage. */
    public List<CatalogueModel> all() {
        return view.caughtUp().all();
    }

    /** Everything that is known now. */
    ModelSet models() {
        return view.now();
    }

    /** Returns when the record is in the view, so that who wrote it reads it. */
    void awaitRecord(RecordMetadata entry) {
        view.awaitRecord(entry);
    }

    /** Returns when the view has passed the end of the log as it is now. */
    void awaitWhatIsInTheLog() {
        view.awaitWhatIsInTheLog();
    }

    private Optional<CatalogueModel> findNow(String nameOrRef) {
        if (!isReference(nameOrRef)) {
            return Optional.empty();
        }
        return nameOrRef.indexOf('@') < 0 ? models().newest(nameOrRef) : models().find(ModelRef.parse(nameOrRef));
    }

    /** Whether any model could be called so. */
    private static boolean isReference(String text) {
        try {
            ModelRef.parse(text.indexOf('@') < 0 ? text + "@1" : text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void close() {
        view.close();
    }
}
