package io.melolog.standalone.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API said no: an RFC 9457 problem, or whatever it sent instead. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String code;
    private final transient List<String> accepted;
    private final transient @Nullable Duration retryAfter;

    ApiException(int status, String message, @Nullable Duration retryAfter) {
        this(status, message, null, List.of(), retryAfter);
    }

    /**
     * @param code of the problem, such as {@code model_files_missing}
     * @param accepted what would have been accepted
     */
    ApiException(
            int status, String message, @Nullable String code, List<String> accepted, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.code = code;
        this.accepted = List.copyOf(accepted);
        this.retryAfter = retryAfter;
    }

    boolean hasCode(String expected) {
        return expected.equals(code);
    }

    List<String> accepted() {
        return accepted;
    }

    int status() {
        return status;
    }

    /** Whether the same request may succeed later: the server is busy, or asks to slow down. */
    boolean isBusy() {
        return status == 429 || status == 503;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
