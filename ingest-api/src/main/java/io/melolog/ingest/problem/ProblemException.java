package io.melolog.ingest.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request ends with a problem that its sender is told about. Logged only where it is our fault. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final String detail;
    private final @Nullable Integer retryAfterSeconds;
    private final List<String> accepted;

    private ProblemException(
            ProblemCode code,
            String detail,
            @Nullable Integer retryAfterSeconds,
            List<String> accepted,
            @Nullable Throwable cause) {
        super(code.code() + ": " + detail, cause);
        this.code = code;
        this.detail = detail;
        this.retryAfterSeconds = retryAfterSeconds;
        this.accepted = List.copyOf(accepted);
    }

    /** @param detail what happened and what to do, for people; never internals */
    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(code, detail, null, List.of(), null);
    }

    /** A problem that passes: the answer carries {@code Retry-After}. */
    public static ProblemException passing(
            ProblemCode code, String detail, int retryAfterSeconds, @Nullable Throwable cause) {
        return new ProblemException(code, detail, retryAfterSeconds, List.of(), cause);
    }

    /** A refusal that says what would have been accepted. */
    public static ProblemException refusing(ProblemCode code, String detail, List<String> accepted) {
        return new ProblemException(code, detail, null, accepted, null);
    }

    public ProblemCode code() {
        return code;
    }

    String detail() {
        return detail;
    }

    @Nullable
    Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }

    List<String> accepted() {
        return accepted;
    }
}
