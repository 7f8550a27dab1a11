package io.melolog.standalone.model;

import io.melolog.schemas.model.ModelFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** INTERIM, until the inspection of gpu-consumer has landed. */
public final class WorkerInspection implements ModelInspection {
    @Override
    public InspectedModel inspect(ModelFormat format, List<Path> files) throws ModelRefusedException, IOException {
        return new InspectedModel(format, files, List.of("drums", "bass", "other", "vocals"), 44_100, 7.8);
    }
}
