package io.melolog.ingest.model;

import io.melolog.ingest.model.CatalogueModel.BuiltIn;
import io.melolog.ingest.model.CatalogueModel.Registered;
import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelFormat;
import io.melolog.schemas.model.ModelRegistration.Added;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as the API shows it. What does not apply is null.
 *
 * @param active whether jobs use it that name no model for the stage
 * @param stems what it separates into; empty for other stages
 * @param quality {@code preview}, {@code full} or {@code unknown}
 * @param source where its files came from
 */
record ModelDocument(
        ModelRef model,
        String name,
        String version,
        Stage stage,
        @Nullable ModelFormat format,
        boolean builtIn,
        boolean active,
        List<String> stems,
        String quality,
        @Nullable String licence,
        @Nullable String source,
        @Nullable String description,
        List<FileDocument> files,
        @Nullable Instant registeredAt) {
    ModelDocument {
        stems = List.copyOf(stems);
        files = List.copyOf(files);
    }

    /** One of its files. */
    record FileDocument(String name, long bytes, String sha256) {}

    /** Every model. */
    record Listing(List<ModelDocument> models) {
        Listing {
            models = List.copyOf(models);
        }
    }

    static ModelDocument of(CatalogueModel model, boolean active) {
        return switch (model) {
            case BuiltIn(BuiltInModel builtIn) -> of(builtIn, active);
            case Registered(Added added) -> of(added, active);
        };
    }

    private static ModelDocument of(BuiltInModel model, boolean active) {
        return new ModelDocument(
                model.ref(),
                model.ref().name(),
                model.ref().version(),
                model.stage(),
                null,
                true,
                active,
                model.stems(),
                model.quality(),
                null,
                null,
                model.description(),
                List.of(),
                null);
    }

    private static ModelDocument of(Added model, boolean active) {
        return new ModelDocument(
                model.model(),
                model.model().name(),
                model.model().version(),
                model.stage(),
                model.format(),
                false,
                active,
                model.stems(),
                model.quality(),
                model.licence(),
                model.source(),
                null,
                model.files().stream().map(ModelDocument::file).toList(),
                model.at());
    }

    private static FileDocument file(ModelFile file) {
        return new FileDocument(file.name(), file.bytes(), file.sha256());
    }
}
