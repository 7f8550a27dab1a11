package io.melolog.ingest.upload;

import static io.melolog.ingest.form.MultipartForm.malformed;

import io.melolog.ingest.form.MultipartForm;
import io.melolog.ingest.idempotency.Sha256;
import io.melolog.ingest.model.ModelChoice;
import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.event.EventJson;
import io.melolog.schemas.job.StageRequest;
import io.melolog.schemas.stage.ModelRef;
import io.melolog.schemas.stage.Stage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.tomcat.util.http.fileupload.FileItemStream;

/**
 * Reads a submission part by part as it arrives; its fields may stand before or after the file, and what is wrong in a field before it is said
 * before the file is read. Used once, by one thread.
 */
final class UploadForm {
    private static final int MAX_FIELD_BYTES = 8 * 1024;
    private static final List<String> PARTS = List.of("file", "analyses", "models", "shifts", "seed", "transpose");

    private final FileReceiver receiver;
    private final ModelChoice choice;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> fields = new HashMap<>();
    private List<StageRequest> stages = Analyses.byDefault();
    private Map<Stage, ModelRef> models = Map.of();
    private SeparationOptions options = SeparationOptions.NONE;
    private int transposeSemitones;

    /** Takes the file's bytes as they come. */
    @FunctionalInterface
    interface FileReceiver {
        /** @throws IOException when they cannot be read */
        void receive(String fileName, InputStream content) throws IOException;
    }

    UploadForm(FileReceiver receiver, ModelChoice choice) {
        this.receiver = receiver;
        this.choice = choice;
    }

    /**
     * Reads the whole request; returns what was asked for, with the models that it will be done with.
     *
     * @throws ProblemException when it is not such a submission, or ends early
     */
    List<StageRequest> read(HttpServletRequest request) {
        MultipartForm.read(request, this::readPart);
        if (!seen.contains("file")) {
            throw ProblemException.of(ProblemCode.MISSING_FILE, "Send the recording as the part named file.");
        }
        List<StageRequest> settled = options.apply(choice.apply(models, stages));
        return Transposition.apply(transposeSemitones, settled);
    }

    /**
     * The digest of what was sent, once it was read: of the file by its digest and of the fields as they stood, in any order. Neither the file's
     * name nor the bounds between the parts count.
     */
    String bodySha256(String fileSha256) {
        return Sha256.of(EventJson.canonical(Map.of("file", fileSha256, "fields", fields)));
    }

    private void readPart(FileItemStream part) throws IOException {
        String name = part.getFieldName();
        if (name == null || !seen.add(name) || seen.size() > MultipartForm.MAX_PARTS) {
            throw malformed("Each part has a name, and each name one part.");
        }
        switch (name) {
            case "file" -> receiver.receive(FileNames.cleaned(MultipartForm.fileName(part)), part.openStream());
            case "analyses" -> stages = Analyses.parse(text(part));
            case "models" -> models = choice.parse(text(part));
            case "shifts" -> options = options.withShifts(text(part));
            case "seed" -> options = options.withSeed(text(part));
            case "transpose" -> transposeSemitones = Transposition.parse(text(part));
            case "callbackUrl" ->
                throw ProblemException.of(
                        ProblemCode.CALLBACK_NOT_SUPPORTED,
                        "Webhooks come with a later release: poll the job instead.");
            default ->
                throw ProblemException.refusing(
                        ProblemCode.UNKNOWN_FIELD,
                        "The parts of a submission are " + String.join(", ", PARTS) + ".",
                        PARTS);
        }
    }

    private String text(FileItemStream part) throws IOException {
        String text = MultipartForm.text(part, MAX_FIELD_BYTES);
        fields.put(part.getFieldName(), text);
        return text;
    }
}
