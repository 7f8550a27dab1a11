package io.melolog.standalone.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The API said no: an RFC 9457 problem, or whatever it sent instead. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient @Nullable Duration retryAfter;

    ApiException(int status, String message, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
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
