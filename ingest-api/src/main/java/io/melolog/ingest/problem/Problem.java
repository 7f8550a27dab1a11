package io.melolog.ingest.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document.
 *
 * @param instance the path that was asked for
 * @param reference names the log entry of an error of ours
 * @param accepted what would have been accepted instead
 * @param requestId the request's, as in the header {@code X-Request-Id} and in the log
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @Nullable String reference,
        @Nullable List<String> accepted,
        @Nullable String requestId) {
    private static final int MAX_INSTANCE_LENGTH = 500;

    static Problem of(ProblemCode code, String detail, String instance) {
        return create(code, detail, instance, null, null);
    }

    static Problem of(ProblemException e, String instance) {
        return create(e.code(), e.detail(), instance, null, e.accepted().isEmpty() ? null : e.accepted());
    }

    static Problem ofOurs(String reference, String instance) {
        String detail = "The error was logged under this reference; trying again may help.";
        return create(ProblemCode.INTERNAL_ERROR, detail, instance, reference, null);
    }

    /** As it would be answered for some job. */
    static Problem example(ProblemCode code, String detail, @Nullable String reference) {
        return create(code, detail, "/v1/jobs/01890a5d-ac96-774b-bcce-b302099a8057", reference, null);
    }

    /** The path of this API that explains the code. */
    private static String type(ProblemCode code) {
        return ProblemPages.PATH + "/" + code.code();
    }

    /** A status that has no code of its own here. */
    static Problem ofStatus(int status, String title, String detail, String instance) {
        return new Problem("about:blank", title, status, detail, cut(instance), "http_" + status, null, null, null);
    }

    Problem withRequestId(String id) {
        return new Problem(type, title, status, detail, instance, code, reference, accepted, id);
    }

    private static Problem create(
            ProblemCode code,
            String detail,
            String instance,
            @Nullable String reference,
            @Nullable List<String> accepted) {
        return new Problem(
                type(code), code.title(), code.status(), detail, cut(instance), code.code(), reference, accepted, null);
    }

    private static String cut(String instance) {
        return instance.length() <= MAX_INSTANCE_LENGTH ? instance : instance.substring(0, MAX_INSTANCE_LENGTH);
    }
}
