package io.melolog.ingest.problem;

import java.util.Locale;

/** The codes of this API's errors. Public: codes are added, never renamed. */
public enum ProblemCode {
    MULTIPART_REQUIRED(415, "The request is not multipart/form-data"),
    MALFORMED_UPLOAD(400, "The request body cannot be read as multipart/form-data"),
    UPLOAD_INCOMPLETE(400, "The upload ended early"),
    UPLOAD_TIMED_OUT(408, "The upload stopped moving"),
    MISSING_FILE(400, "The file is missing"),
    EMPTY_UPLOAD(400, "The file is empty"),
    UPLOAD_TOO_LARGE(413, "The file is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The file is not in an accepted audio format"),
    UNKNOWN_ANALYSIS(422, "No such analysis"),
    UNKNOWN_MODEL(422, "No such model"),
    MODEL_NOT_FOUND(404, "No such model"),
    MODEL_EXISTS(409, "The name and version stand for another model"),
    MODEL_IN_USE(409, "The model is in use"),
    MODEL_MISMATCH(422, "The files are not what the manifest says"),
    MODEL_FILES_MISSING(422, "Files of the model are missing"),
    INVALID_MANIFEST(422, "The manifest is not valid"),
    UNKNOWN_FIELD(422, "No such form field"),
    CALLBACK_NOT_SUPPORTED(422, "Callbacks are not supported yet"),
    INVALID_IDEMPOTENCY_KEY(400, "The Idempotency-Key is not a key"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key stands for another submission"),
    JOB_ERASED(410, "The job was erased"),
    TOO_MANY_UPLOADS(503, "Too many uploads at once"),
    UNAUTHENTICATED(401, "A key or token is needed"),
    INSUFFICIENT_SCOPE(403, "The key may not do this"),
    ORIGIN_NOT_ALLOWED(403, "Pages of this origin may not call"),
    HOST_NOT_SERVED(421, "This server does not serve this host"),
    KEY_NOT_FOUND(404, "No such key"),
    ISSUER_UNAVAILABLE(503, "The issuer of tokens does not answer"),
    TOO_MANY_STREAMS(503, "Too many event streams at once"),
    JOB_NOT_FOUND(404, "No such job"),
    ARTIFACT_NOT_FOUND(404, "No such artifact"),
    NOT_FOUND(404, "Nothing is here"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No acceptable representation"),
    INVALID_PARAMETER(422, "A parameter is not valid"),
    BAD_REQUEST(400, "The request cannot be understood"),
    STORAGE_UNAVAILABLE(503, "The object storage does not answer"),
    BROKER_UNAVAILABLE(503, "The message broker does not answer"),
    VIEW_BEHIND(503, "The service is catching up"),
    INTERNAL_ERROR(500, "Something went wrong on our side");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** As it stands in the problem document, such as {@code job_not_found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
