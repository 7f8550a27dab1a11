package io.melolog.standalone.cli;

import io.melolog.standalone.cli.ModelClient.ModelView;
import io.melolog.standalone.cli.ModelClient.Registration;
import io.melolog.standalone.model.InspectedModel;
import io.melolog.standalone.model.KnownModels;
import io.melolog.standalone.model.ModelFiles;
import io.melolog.standalone.model.ModelInspection;
import io.melolog.standalone.model.ModelPackage;
import io.melolog.standalone.model.ModelRefusedException;
import io.melolog.standalone.model.ModelWishes;
import io.melolog.standalone.server.CannotServeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/** Files from the disk into the catalogue: looked into first, then sent. */
final class ModelAddition {
    private final ModelInspection inspection;
    private final KnownModels known;
    private final PrintWriter out;

    ModelAddition(ModelInspection inspection, KnownModels known, PrintWriter out) {
        this.inspection = inspection;
        this.known = known;
        this.out = out;
    }

    /**
     * Looks into the files and says what they are; needs no service.
     *
     * @throws ModelRefusedException when they are not a sound model
     */
    ModelPackage prepare(ModelFiles files, ModelWishes wishes) throws ModelRefusedException, IOException {
        InspectedModel found = inspection.inspect(files.format(), files.files());
        ModelPackage model = ModelPackage.of(found, files.named(), wishes, known);
        out.println("found " + found.text());
        model.manifest().files().forEach(file -> out.println("SHA-256 " + file.sha256() + "  " + file.name()));
        return model;
    }

    void send(ModelPackage model, ModelClient client, Progress progress)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        String name = model.manifest().name();
        long total = model.totalBytes();
        AtomicLong sent = new AtomicLong();
        Registration registration = client.register(
                model.manifestJson(),
                model.files(),
                bytes -> progress.transferring(name, "sending", Math.min(total, sent.addAndGet(bytes)), total));
        ModelView added = registration.model();
        String stems = " (" + String.join(", ", added.stemsOrNone()) + ")";
        progress.left(name);
        out.println((registration.isNew() ? "added " : "was added before: ") + added.model() + stems);
        out.println("to use it for new jobs:  ./melolog models use " + added.model());
        out.println("to use it for one job:   ./melolog analyze FILE --model " + added.model());
    }
}
