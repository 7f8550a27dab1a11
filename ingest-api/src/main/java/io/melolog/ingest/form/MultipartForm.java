package io.melolog.ingest.form;

import io.melolog.ingest.problem.ProblemCode;
import io.melolog.ingest.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;

/** Reads {@code multipart/form-data} (RFC 7578) part by part as it arrives; nothing is buffered but one part's headers. Thread-safe. */
public final class MultipartForm {
    /** The most parts of a form. */
    public static final int MAX_PARTS = 16;

    private static final int MAX_PART_HEADER_BYTES = 8 * 1024;
    private static final String MULTIPART = "multipart/form-data";

    private MultipartForm() {}

    /** Takes the parts in their order. */
    @FunctionalInterface
    public interface PartReader {
        /**
         * Reads one part. Its stream need not be read to the end, and is not to be closed: closing one reads what is left of it, however long,
         * also of an upload that was refused.
         *
         * @throws IOException when it cannot be read
         */
        void read(FileItemStream part) throws IOException;
    }

    /** @throws ProblemException {@code multipart_required} when the request is not such a form */
    public static void require(HttpServletRequest request, String detail) {
        String contentType = request.getContentType();
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith(MULTIPART)) {
            throw ProblemException.of(ProblemCode.MULTIPART_REQUIRED, detail);
        }
    }

    /**
     * Reads the whole request.
     *
     * @throws ProblemException when it is not such a form, ends early, or stops moving; and what the reader throws
     */
    public static void read(HttpServletRequest request, PartReader reader) {
        try {
            FileUpload upload = new FileUpload();
            upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
            upload.setPartHeaderSizeMax(MAX_PART_HEADER_BYTES);
            upload.setFileCountMax(MAX_PARTS);
            FileItemIterator parts = upload.getItemIterator(new ServletRequestContext(request));
            while (parts.hasNext()) {
                reader.read(parts.next());
            }
        } catch (FileUploadException e) {
            throw malformed("The body is not well-formed multipart/form-data.");
        } catch (IOException e) {
            if (e.getCause() instanceof SocketTimeoutException) {
                throw ProblemException.of(ProblemCode.UPLOAD_TIMED_OUT, "No more of the upload arrived for too long.");
            }
            throw ProblemException.of(
                    ProblemCode.UPLOAD_INCOMPLETE,
                    "The body ended, or stopped being multipart/form-data, before its last part.");
        }
    }

    /** The text of a part that is a field of the form. */
    public static String text(FileItemStream part, int maxBytes) throws IOException {
        byte[] bytes = part.openStream().readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw malformed("A form field is too long.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The name of the part's file, as it was given. */
    public static @Nullable String fileName(FileItemStream part) {
        try {
            return part.getName();
        } catch (InvalidFileNameException e) {
            return e.getName();
        }
    }

    public static ProblemException malformed(String detail) {
        return ProblemException.of(ProblemCode.MALFORMED_UPLOAD, detail);
    }
}
