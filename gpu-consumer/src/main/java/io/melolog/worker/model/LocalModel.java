package io.melolog.worker.model;

import io.melolog.schemas.model.ModelRegistration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered model with its files on this machine's disk, compared with their digests, which stay there until it is closed. */
public final class LocalModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalModel.class);

    private final ModelRegistration.Added registration;
    private final List<FileUse> uses;

    LocalModel(ModelRegistration.Added registration, List<FileUse> uses) {
        this.registration = registration;
        this.uses = List.copyOf(uses);
    }

    public ModelRegistration.Added registration() {
        return registration;
    }

    /** In the order of the registration. */
    public List<Path> files() {
        return uses.stream().map(FileUse::path).toList();
    }

    @Override
    public void close() {
        close(uses);
    }

    static void close(List<FileUse> uses) {
        for (FileUse use : uses) {
            try {
                use.close();
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("lock of a model's file not released");
            }
        }
    }
}
