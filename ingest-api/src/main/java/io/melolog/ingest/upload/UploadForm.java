package io.melolog.ingest.upload;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import io.melolog.schemas.job.StageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;

/**
 * Reads a submission part by part as it arrives; its fields may stand before or after the file, and what is wrong in a field before it is said
 * before the file is read. Used once, by one thread.
 */
final class UploadForm {
    private static final int MAX_FIELD_BYTES = 8 * 1024;
    private static final int MAX_PARTS = 16;
    private static final int MAX_PART_HEADER_BYTES = 8 * 1024;

    private final FileReceiver receiver;
    private final Set<String> seen = new HashSet<>();
    private List<StageRequest> stages = Analyses.byDefault();
    private int transposeSemitones;

    /** Takes the file's bytes as they come. */
    @FunctionalInterface
    interface FileReceiver {
        /** @throws IOException when they cannot be read */
        void receive(String fileName, InputStream content) throws IOException;
    }

    UploadForm(FileReceiver receiver) {
        this.receiver = receiver;
    }

    /**
     * Reads the whole request; returns what was asked for.
     *
     * @throws ProblemException when it is not such a submission, or ends early
     */
    List<StageRequest> read(HttpServletRequest request) {
        try {
            FileUpload upload = new FileUpload();
            upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
            upload.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
            upload.setFileCountMax(MAX_PARTS);
            FileItemIterator parts = upload.getItemIterator(new ServletRequestContext(request));
            while (parts.hasNext()) {
                readPart(parts.next());
            }
        } catch (FileUploadException e) {
            throw ProblemException.of(ProblemCode.MALFORMED_UPLOAD, "The body is not well-formed multipart/form-data.");
        } catch (IOException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                throw ProblemException.of(ProblemCode.UPLOAD_TIMED_OUT, "No more of the upload arrived for too long.");
            }
            throw ProblemException.of(
                    ProblemCode.UPLOAD_INCOMPLETE,
                    "The body ended, or stopped being multipart/form-data, before its last part.");
        }
        if (!seen.contains("file")) {
            throw ProblemException.of(ProblemCode.MISSING_FILE, "Send the recording as the part named file.");
        }
        return Transposition.apply(transposeSemitones, stages);
    }

    /** Streams of parts are not closed: closing one reads what is left of it, however long, also of an upload that was refused. */
    private void readPart(FileItemStream part) throws IOException {
        String name = part.getFieldName();
        if (name == null || !seen.add(name) || seen.size() > MAX_PARTS) {
            throw ProblemException.of(ProblemCode.MALFORMED_UPLOAD, "Each part has a name, and each name one part.");
        }
        switch (name) {
            case "file" -> receiver.receive(FileNames.cleaned(givenName(part)), part.openStream());
            case "analyses" -> stages = Analyses.parse(text(part));
            case "transpose" -> transposeSemitones = Transposition.parse(text(part));
            case "callbackUrl" ->
                throw ProblemException.of(
                        ProblemCode.CALLBACK_NOT_SUPPORTED,
                        "Webhooks come with a later release: poll the job instead.");
            default ->
                throw ProblemException.refusing(
                        ProblemCode.UNKNOWN_FIELD,
                        "The parts of a submission are file, analyses and transpose.",
                        List.of("file", "analyses", "transpose"));
        }
    }

    private static String givenName(FileItemStream part) {
        try {
            return part.getName();
        } catch (InvalidFileNameException e) {
            return e.getName();
        }
    }

    private static String text(FileItemStream part) throws IOException {
        byte[] bytes = part.openStream().readNBytes(MAX_FIELD_BYTES + 1);
        if (bytes.length > MAX_FIELD_BYTES) {
            throw ProblemException.of(ProblemCode.MALFORMED_UPLOAD, "A form field is too long.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
