package io.melolog.standalone.model;

import io.melolog.schemas.model.ModelFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks into the files of a model. Nothing in them is executed. Thread-safe. */
@FunctionalInterface
public interface ModelInspection {
    /**
     * What the files hold.
     *
     * @param files in the order of the format
     * @throws ModelRefusedException when they are not such a model, or not a sound one
     */
    InspectedModel inspect(ModelFormat format, List<Path> files) throws ModelRefusedException, IOException;
}
