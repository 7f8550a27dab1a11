package io.melolog.ingest.model;

import static io.melolog.ingest.form.MultipartForm.malformed;

import io.melolog.ingest.form.MeasuredStream;
import io.melolog.ingest.form.MultipartForm;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.model.ModelFile;
import io.melolog.schemas.model.ModelRegistration.Added;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.jspecify.annotations.Nullable;

/** Reads one registration as it arrives: the manifest, then files of it in any order. Used once, by one thread. */
final class ModelUpload {
    private static final String MANIFEST = "manifest";
    private static final String FILE = "file";

    private final ModelObjects objects;
    private final Function<String, Added> parser;
    private final Predicate<Added> wantsFiles;
    private final Set<String> seen = new HashSet<>();
    private @Nullable Added manifest;
    private boolean filesWanted;

    /**
     * @param parser of manifests
     * @param wantsFiles told of the manifest before the files arrive; they are passed over when it says false
     */
    ModelUpload(ModelObjects objects, Function<String, Added> parser, Predicate<Added> wantsFiles) {
        this.objects = objects;
        this.parser = parser;
        this.wantsFiles = wantsFiles;
    }

    /**
     * Reads the whole request and stores the files that are not stored yet.
     *
     * @throws ProblemException when it is not a registration, ends early, or a file is not what the manifest says
     */
    Added read(HttpServletRequest request) {
        MultipartForm.require(request, "Send the model as multipart/form-data: manifest, then each file.");
        MultipartForm.read(request, this::readPart);
        return Objects.requireNonNullElseGet(manifest, () -> {
            throw ModelManifest.invalid("The first part is the manifest, JSON in a field of that name.");
        });
    }

    private void readPart(FileItemStream part) throws IOException {
        if (manifest == null) {
            if (!MANIFEST.equals(part.getFieldName())) {
                throw ModelManifest.invalid("The first part is the manifest, JSON in a field of that name.");
            }
            Added parsed = parser.apply(MultipartForm.text(part, ModelManifest.MAX_BYTES));
            manifest = parsed;
            filesWanted = wantsFiles.test(parsed);
        } else if (!FILE.equals(part.getFieldName())) {
            throw malformed("After the manifest, each part is a file, in a field of the name file.");
        } else if (filesWanted) {
            ModelFile file = fileOf(manifest, MultipartForm.fileName(part));
            receive(file, part.openStream());
        }
    }

    private ModelFile fileOf(Added registration, @Nullable String name) {
        if (name == null || !seen.add(name)) {
            throw malformed("Each file has a file name of its own.");
        }
        return registration.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> mismatch("A file was sent that the manifest does not name."));
    }

    private void receive(ModelFile file, InputStream content) throws IOException {
        MeasuredStream measured = new MeasuredStream(
                content,
                file.bytes(),
                () -> mismatch(file.name() + " has more than the " + file.bytes() + " bytes of the manifest."));
        objects.store(file, measured, () -> verify(file, measured));
    }

    private static void verify(ModelFile file, MeasuredStream measured) {
        if (measured.bytes() != file.bytes()) {
            throw mismatch(
                    file.name() + " has " + measured.bytes() + " bytes, not the " + file.bytes() + " of the manifest.");
        }
        String sha256 = measured.sha256();
        if (!sha256.equals(file.sha256())) {
            throw mismatch("The SHA-256 of " + file.name() + " is " + sha256 + ", not that of the manifest.");
        }
    }

    private static ProblemException mismatch(String detail) {
        return ProblemException.of(ProblemCode.MODEL_MISMATCH, detail);
    }
}
