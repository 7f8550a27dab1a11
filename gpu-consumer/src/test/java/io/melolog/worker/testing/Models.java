package io.melolog.worker.testing;

import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelFormat;
import io.melolog.schemas.model.ModelRegistration;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import io.melolog.schemas.storage.ObjectKeys;
import io.melolog.testing.TestStorage;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Models as people add them: files in the bucket, a record in the catalogue. */
public final class Models {
    private Models() {}

    /** A name that no other test uses. */
    public static ModelRef newRef() {
        return new ModelRef("model-" + UUID.randomUUID(), "1");
    }

    /** The registration of one file, which is not stored by this. */
    public static ModelRegistration.Added registration(ModelRef model, byte[] file) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        return new ModelRegistration.Added(
                model,
                Stage.SEPARATION,
                ModelFormat.HTDEMUCS,
                List.of(new ModelFile("weights.th", file.length, sha256, ObjectKeys.modelFile(sha256))),
                List.of("drums", "bass", "other", "vocals"),
                null,
                "full",
                null,
                null,
                Clock.systemUTC().instant());
    }

    /** Stores and registers a model. */
    public static ModelRegistration.Added add(WorkerBench bench, TestStorage storage, TestModel content)
            throws Exception {
        ModelRef model = newRef();
        ModelRegistration.Added added =
                registration(model, content.named(model.name()).bytes());
        storage.put(added.files().getFirst().key(), content.bytes());
        bench.register(added);
        return added;
    }
}
