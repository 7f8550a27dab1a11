package io.melolog.worker.model;

import io.melolog.schemas.event.EventFormatException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.ModelRef;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads records of the catalogue and checks what the worker relies on: digests become names of files. */
final class Registrations {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Registrations() {}

    /** @throws EventFormatException when the bytes are no registration */
    static ModelRegistration parse(byte[] json) {
        ModelRegistration registration = EventJson.read(json, ModelRegistration.class);
        if (registration instanceof ModelRegistration.Added added) {
            check(added);
        }
        return registration;
    }

    /** @throws EventFormatException when the key names no model */
    static ModelRef keyOf(byte @Nullable [] key) {
        try {
            return ModelRef.parse(key == null ? "" : new String(key, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new EventFormatException("the key is no model", e);
        }
    }

    private static void check(ModelRegistration.Added added) {
        if (added.files().isEmpty() || !added.files().stream().allMatch(Registrations::isUsable)) {
            throw new EventFormatException("the files are not described as they must be", null);
        }
        List<List<Double>> weights = added.stemWeights();
        if (weights != null
                && (weights.size() != added.files().size()
                        || weights.stream()
                                .anyMatch(row -> row.size() != added.stems().size()))) {
            throw new EventFormatException("the weights do not fit the files and stems", null);
        }
    }

    private static boolean isUsable(ModelFile file) {
        return ModelFile.isName(file.name())
                && SHA256.matcher(file.sha256()).matches()
                && file.bytes() > 0
                && !file.key().isBlank();
    }
}
