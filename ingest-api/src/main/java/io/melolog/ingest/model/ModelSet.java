package io.melolog.ingest.model;

import io.melolog.ingest.model.CatalogueModel.BuiltIn;
import io.melolog.ingest.model.CatalogueModel.Registered;
import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.model.ModelActivated;
import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.model.ModelRegistration.Added;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the two topics of the catalogue say, as far as they were read, and the built-in models. Immutable. */
final class ModelSet {
    static final ModelSet EMPTY = new ModelSet(Map.of(), Map.of());

    private static final Comparator<Registered> BY_AGE = Comparator.comparing(
                    (Registered model) -> model.registration().at())
            .thenComparing(model -> model.ref().toString());

    private final Map<ModelRef, ModelRegistration> registrations;
    private final Map<Stage, ModelRef> activated;

    private ModelSet(Map<ModelRef, ModelRegistration> registrations, Map<Stage, ModelRef> activated) {
        this.registrations = registrations;
        this.activated = activated;
    }

    /**
     * With one record more. A name and version stand for the same files for ever: a record that says otherwise, as two replicas could write at the
     * same moment, changes nothing.
     */
    ModelSet with(ModelRegistration next) {
        ModelRegistration known = registrations.get(next.model());
        if (known != null && next instanceof Added added && !isSame(known, added)) {
            return this;
        }
        Map<ModelRef, ModelRegistration> more = new HashMap<>(registrations);
        more.put(next.model(), next);
        return new ModelSet(Map.copyOf(more), activated);
    }

    ModelSet with(ModelActivated next) {
        Map<Stage, ModelRef> more = new EnumMap<>(Stage.class);
        more.putAll(activated);
        more.put(next.stage(), next.model());
        return new ModelSet(registrations, Map.copyOf(more));
    }

    /** Whether a name and version that are taken stand for just what {@code added} holds. */
    static boolean isSame(ModelRegistration known, Added added) {
        boolean sameFiles = digests(known).equals(digests(added));
        return sameFiles && (!(known instanceof Added other) || readAlike(other, added));
    }

    private static boolean readAlike(Added one, Added other) {
        return one.stage() == other.stage()
                && one.format() == other.format()
                && one.stems().equals(other.stems())
                && Objects.equals(one.stemWeights(), other.stemWeights());
    }

    private static List<String> digests(ModelRegistration registration) {
        return registration.files().stream().map(ModelFile::sha256).toList();
    }

    /** The newest record of a name and version, also of one that was removed. */
    Optional<ModelRegistration> history(ModelRef ref) {
        return Optional.ofNullable(registrations.get(ref));
    }

    Optional<CatalogueModel> find(ModelRef ref) {
        Optional<CatalogueModel> builtIn = BuiltInModel.find(ref).map(BuiltIn::new);
        return builtIn.isPresent() ? builtIn : firstOf(registered(), ref);
    }

    /** The version of a name that was registered last; a built-in model of the name where none was. */
    Optional<CatalogueModel> newest(String name) {
        Optional<CatalogueModel> newest = registered()
                .filter(model -> model.ref().name().equals(name))
                .max(BY_AGE)
                .map(CatalogueModel.class::cast);
        return newest.isPresent()
                ? newest
                : builtIn()
                        .filter(model -> model.ref().name().equals(name))
                        .findFirst()
                        .map(CatalogueModel.class::cast);
    }

    /** What jobs use that name no model. */
    CatalogueModel active(Stage stage) {
        ModelRef byDefault = stage.defaultModel();
        return Optional.ofNullable(activated.get(stage))
                .flatMap(this::find)
                .or(() -> find(byDefault))
                .orElseThrow(() -> new IllegalStateException(byDefault + " is not built in"));
    }

    /** Every model: by stage, the built-in ones first, then by age. */
    List<CatalogueModel> all() {
        return Stream.<CatalogueModel>concat(builtIn(), registered().sorted(BY_AGE))
                .sorted(Comparator.comparing(CatalogueModel::stage))
                .toList();
    }

    /** Whether a registered model has a file of that digest. */
    boolean uses(String sha256) {
        return registered()
                .flatMap(model -> model.registration().files().stream())
                .anyMatch(file -> file.sha256().equals(sha256));
    }

    private static Optional<CatalogueModel> firstOf(Stream<? extends CatalogueModel> models, ModelRef ref) {
        return models.filter(model -> model.ref().equals(ref))
                .map(CatalogueModel.class::cast)
                .findFirst();
    }

    private static Stream<BuiltIn> builtIn() {
        return Arrays.stream(BuiltInModel.values()).map(BuiltIn::new);
    }

    private Stream<Registered> registered() {
        return registrations.values().stream()
                .filter(Added.class::isInstance)
                .map(Added.class::cast)
                .map(Registered::new);
    }
}
