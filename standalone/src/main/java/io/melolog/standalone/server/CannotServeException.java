package io.melolog.standalone.server;

import org.jspecify.annotations.Nullable;

/** Why nothing can be served, in one sentence for the person who asked for it. */
public final class CannotServeException extends Exception {
    private static final long serialVersionUID = 1L;

    public CannotServeException(String message) {
        this(message, null);
    }

    public CannotServeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
