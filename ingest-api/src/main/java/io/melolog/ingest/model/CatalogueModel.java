package io.melolog.ingest.model;

import io.melolog.schemas.model.BuiltInModel;
import io.melolog.schemas.model.ModelRegistration.Added;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;

/** A model that jobs may ask for. Immutable. */
public sealed interface CatalogueModel {
    ModelRef ref();

    Stage stage();

    /** One that every worker has. */
    record BuiltIn(BuiltInModel model) implements CatalogueModel {
        @Override
        public ModelRef ref() {
            return model.ref();
        }

        @Override
        public Stage stage() {
            return model.stage();
        }
    }

    /** One whose files are in the bucket. */
    record Registered(Added registration) implements CatalogueModel {
        @Override
        public ModelRef ref() {
            return registration.model();
        }

        @Override
        public Stage stage() {
            return registration.stage();
        }
    }
}
