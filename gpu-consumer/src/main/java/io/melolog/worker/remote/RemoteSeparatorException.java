package io.melolog.worker.remote;

import io.melolog.schemas.work.FailureCode;
import org.jspecify.annotations.Nullable;

/** The external separator gave no stems. The message is for people: it names the service's host, no address and no secret. */
public final class RemoteSeparatorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    private RemoteSeparatorException(FailureCode code, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    /** It may work later: down, overloaded, too slow, or the connection broke. */
    static RemoteSeparatorException unavailable(String detail, @Nullable Throwable cause) {
        return new RemoteSeparatorException(FailureCode.SEPARATOR_UNAVAILABLE, detail, cause);
    }

    /** The same again would end the same: the service said no, or its answer is of no use. */
    static RemoteSeparatorException refused(String detail) {
        return new RemoteSeparatorException(FailureCode.SEPARATOR_REFUSED, detail, null);
    }

    /** {@link FailureCode#SEPARATOR_UNAVAILABLE} or {@link FailureCode#SEPARATOR_REFUSED}. */
    public FailureCode code() {
        return code;
    }

    /** A sentence for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
