package io.melolog.worker.failure;

import io.melolog.schemas.work.FailureCode;

/** Thrown by a stage that knows by itself why it cannot do the work: the code says which kind, the message is for people. */
public final class WorkRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** @param detail a sentence that names no path of this machine */
    public WorkRefusedException(FailureCode code, String detail) {
        super(detail);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }

    /** The sentence for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
