package io.melolog.ingest.model;

import io.melolog.ingest.problem.ProblemException;
import io.melolog.ingest.storage.ObjectStorage;
import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.storage.ObjectKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of models in the bucket, each once, by its content. What lies there was verified. Thread-safe. */
final class ModelObjects {
    private static final Logger LOG = LoggerFactory.getLogger(ModelObjects.class);
    private static final String MEDIA_TYPE = "application/octet-stream";

    private final ObjectStorage storage;

    ModelObjects(ObjectStorage storage) {
        this.storage = storage;
    }

    /** Those of the files that are not in the bucket. */
    List<ModelFile> missing(List<ModelFile> files) {
        return files.stream().filter(file -> !isStored(file)).toList();
    }

    private boolean isStored(ModelFile file) {
        OptionalLong bytes = storage.size(file.key());
        return bytes.isPresent() && bytes.getAsLong() == file.bytes();
    }

    /**
     * Reads a file to its end, and stores it unless it is there.
     *
     * @param verify called once everything was read; what it throws keeps the file out
     * @throws IOException when {@code content} cannot be read
     */
    void store(ModelFile file, InputStream content, Runnable verify) throws IOException {
        if (isStored(file)) {
            content.transferTo(OutputStream.nullOutputStream());
            verify.run();
            return;
        }
        String incoming = ObjectKeys.incoming(UUID.randomUUID().toString());
        try {
            storage.put(incoming, content, MEDIA_TYPE);
            verify.run();
            storage.copy(incoming, file.key());
        } finally {
            delete(incoming);
        }
    }

    /** Deletes files that were last written before {@code limit} and that nobody uses: of registrations that were never finished. */
    void sweep(Instant limit, Predicate<String> isUsed) {
        storage.keysOlderThan(ObjectKeys.MODELS, limit).stream()
                .filter(key -> !isUsed.test(key.substring(ObjectKeys.MODELS.length())))
                .forEach(this::delete);
    }

    /** Deletes a file that no model uses any more; a failure leaves it, for a model that may use it again. */
    void delete(String key) {
        try {
            storage.delete(key);
        } catch (ProblemException e) {
            LOG.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("cause", e.getMessage())
                    .log("an object of a model stays in the storage");
        }
    }
}
