package io.melolog.worker.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request failed in a way that may pass. The message completes the sentence "the separator was asked and ...". */
final class TransientFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    TransientFaultException(String what, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(what, cause);
        this.retryAfter = retryAfter;
    }

    TransientFaultException(String what, @Nullable Throwable cause) {
        this(what, null, cause);
    }

    /** How long the service asks to be left alone, if it says so. */
    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
