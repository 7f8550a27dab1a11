package io.melolog.schemas.storage;

/** Where objects lie in the bucket. */
public final class ObjectKeys {
    private ObjectKeys() {}

    /** An upload while it arrives. */
    public static String incoming(String uploadId) {
        return "incoming/" + uploadId;
    }

    /** An upload by content; shared by every job of the scope that brings the same bytes. */
    public static String original(String dedupScope, String sha256) {
        return "originals/" + dedupScope + "/" + sha256;
    }

    /** The common prefix of everything that a unit of work stored. */
    public static String workPrefix(String workId) {
        return "work/" + workId + "/";
    }

    /** An artifact by content: never overwritten with something else. */
    public static String artifact(String workId, String sha256) {
        return workPrefix(workId) + sha256;
    }

    /** The {@code WorkCompleted} of finished work, written after its artifacts: a worker that finds it computes nothing. */
    public static String workResult(String workId) {
        return workPrefix(workId) + "result.json";
    }

    /** The common prefix of the marks that workers leave when they begin a request, and take away when they end it. */
    public static String workStarts(String workId, String requestId) {
        return workPrefix(workId) + "starts/" + requestId + "/";
    }

    /** The common prefix of the files of models. */
    public static final String MODELS = "models/";

    /** A model's file by content; models may share it. */
    public static String modelFile(String sha256) {
        return MODELS + sha256;
    }

    /** The common prefix of what idempotency keys stand for. */
    public static final String IDEMPOTENCY = "idempotency/";

    /** The submission that a tenant's idempotency key stands for; by the key's SHA-256. */
    public static String idempotency(String tenant, String keySha256) {
        return IDEMPOTENCY + tenant + "/" + keySha256;
    }

    /** The common prefix of what belongs to one job alone. */
    public static String jobPrefix(String jobId) {
        return "jobs/" + jobId + "/";
    }

    /** The {@code SubmissionDetails} of a job. */
    public static String submissionDetails(String jobId) {
        return jobPrefix(jobId) + "submission.json";
    }
}
