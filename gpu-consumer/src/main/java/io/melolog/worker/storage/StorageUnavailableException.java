package io.melolog.worker.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The storage did not answer, refused, or answered with something damaged. The message is for people. */
public final class StorageUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    public StorageUnavailableException(String detail, @Nullable Throwable cause) {
        super(detail, cause);
    }

    /** A sentence for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
